import {
  attr,
  attrKiB,
  child,
  element,
  type ElementSchema,
  flag,
  group,
  oneOf,
  onOff,
  refined,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  unless,
  variant,
  within,
  word,
} from '../kernel/index.js';
import { checkedField } from '../checked.js';
import { present, withMissing } from '../missing.js';
import { wrong } from './fault-kinds.js';
import { scaledBytes } from '../storage/size.js';
import { bootableInfo, virtioOptions } from './device-info.js';

const virtioModel = oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional');

const driverShape = element('driver', {
  type: attr('type', oneOf('path', 'handle', 'loop', 'nbd', 'ploop', 'virtiofs', 'mtp')).optional,
  format: attr('format', str).optional,
  writePolicy: attr('wrpolicy', oneOf('immediate')).optional,
  queue: attr('queue', uint).optional,
  ...virtioOptions,
});
/** What exports the file system. */
export interface FilesystemDriver extends TypeOf<typeof driverShape> {}
const driver: ElementSchema<FilesystemDriver> = driverShape;

const threadPool = within('thread_pool', attr('size', uint)).optional;
const lockShape = element('lock', { posix: attr('posix', onOff).optional, flock: attr('flock', onOff).optional });
/** Kinds of locks that virtiofsd passes on. */
export interface FilesystemLock extends TypeOf<typeof lockShape> {}
const lock: ElementSchema<FilesystemLock> = lockShape;

const binaryShape = element('binary', {
  path: attr('path', str).optional,
  xattr: attr('xattr', onOff).optional,
  cacheMode: within('cache', attr('mode', oneOf('none', 'always'))).optional,
  sandboxMode: within('sandbox', attr('mode', oneOf('namespace', 'chroot'))).optional,
  lock: child(lock).optional,
  threadPoolSize: threadPool,
});
/** The virtiofsd that serves the file system. */
export interface FilesystemBinary extends TypeOf<typeof binaryShape> {}
const binary: ElementSchema<FilesystemBinary> = binaryShape;

const noSource = { code: 'NO_SOURCE', domain: 'DOMAIN' } as const;
const noTarget = { code: 'NO_TARGET', domain: 'DOMAIN' } as const;

const sourceVariant = variant(
  'type',
  {
    mount: within('source', group({ dir: attr('dir', str).optional, socket: attr('socket', str).optional })),
    template: within('source', group({ name: attr('name', str).optional })),
    file: within('source', group({ file: attr('file', str).optional })),
    block: within('source', group({ dev: attr('dev', str).optional })),
    ram: present(within('source', group({ usageKiB: withMissing(attrKiB('usage', 'KiB', 'units'), wrong) })), wrong),
    bind: within('source', group({ dir: attr('dir', str).optional })),
    volume: within('source', group({ pool: attr('pool', str, wrong), volume: attr('volume', str, wrong) })),
  },
  { absent: 'mount' },
);
const sourceField = checkedField(sourceVariant, value => {
  const from = originOf(value);
  return from === undefined || from === ''
    ? { what: `a filesystem of type '${value.type}'`, kind: noSource }
    : undefined;
});
/** What is exported to the guest. */
export type FilesystemSource = TypeOf<typeof sourceField>;
const source: RequiredField<FilesystemSource> = sourceField;

/** What the source consists of, in a word. */
function originOf(value: TypeOf<typeof sourceVariant>): string | undefined {
  switch (value.type) {
    case 'mount':
      return value.dir ?? value.socket;
    case 'bind':
      return value.dir;
    case 'template':
      return value.name;
    case 'file':
      return value.file;
    case 'block':
      return value.dev;
    default:
      return value.type;
  }
}

const fileMode = (name: string) => refined(attr(name, str), mode => mode.padStart(4, '0')).optional;

/** A size in bytes; 0 is no limit. */
const spaceLimit = (name: string) => unless(scaledBytes(name), size => size === 0n);

const filesystemShape = element('filesystem', {
  accessMode: attr('accessmode', oneOf('passthrough', 'mapped', 'squash')).default('passthrough'),
  model: attr('model', virtioModel).optional,
  multidevs: unless(attr('multidevs', oneOf('default', 'remap', 'forbid', 'warn')), mode => mode === 'default'),
  /** Mode of new files, in four octal digits. */
  fileMode: fileMode('fmode'),
  directoryMode: fileMode('dmode'),
  driver: child(driver).optional,
  binary: child(binary).optional,
  source,
  /** Where the guest mounts it, or the tag by which it asks for it. */
  target: present(within('target', group({ dir: attr('dir', word, noTarget) })), noTarget),
  readonly: flag('readonly'),
  ...bootableInfo,
  /** In bytes. */
  spaceHardLimit: spaceLimit('space_hard_limit'),
  spaceSoftLimit: spaceLimit('space_soft_limit'),
});
/** A directory or image of the host that the guest sees as a file system. */
export interface Filesystem extends TypeOf<typeof filesystemShape> {}
export const filesystem: ElementSchema<Filesystem> = filesystemShape;
