import {
  attr,
  attributeOf,
  attrKiB,
  child,
  childOf,
  element,
  type ElementSchema,
  fault,
  field,
  flag,
  group,
  int,
  oneOf,
  onOff,
  only,
  type OptionalField,
  optionalField,
  refined,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  variant,
  within,
  word,
} from '../kernel/index.js';
import { checked, checkedField, settled } from '../checked.js';
import { depending } from '../depending.js';
import { filled } from '../filled-attribute.js';
import { imageFormats } from '../storage/image-formats.js';
import { scale } from '../kernel/scaled.js';
import { present } from '../missing.js';
import { unsupported, wrong } from './fault-kinds.js';
import { scaledBytes } from '../storage/size.js';
import { bootableInfo, virtioOptions } from './device-info.js';

const virtioModel = oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional');

const driverShape = element('driver', {
  type: unless(
    attr('type', oneOf('default', 'path', 'handle', 'loop', 'nbd', 'ploop', 'virtiofs', 'mtp')),
    type => type === 'default',
  ),
  format: attr('format', oneOf(...imageFormats), unsupported).optional,
  writePolicy: unless(attr('wrpolicy', oneOf('default', 'immediate')), policy => policy === 'default'),
  queue: depending(
    'type',
    ['virtiofs'],
    unless(filled('queue', uint, wrong), size => size === 0),
  ),
  ...virtioOptions,
});
/** What exports the file system. */
export interface FilesystemDriver extends TypeOf<typeof driverShape> {}
/** Without a type, a driver has nothing but virtio's options. */
const driver: ElementSchema<FilesystemDriver> = settled<FilesystemDriver>(driverShape, given => {
  const { type, format: _format, writePolicy: _policy, ...options } = given;
  return type === undefined || type === 'default' ? options : given;
});

/** Threads that serve the guest; a negative number leaves it to the server. */
const threadPool = unless(within('thread_pool', attr('size', int, wrong).optional), size => size < 0);
const lockShape = element('lock', { posix: attr('posix', onOff).optional, flock: attr('flock', onOff).optional });
/** Kinds of locks that virtiofsd passes on. */
export interface FilesystemLock extends TypeOf<typeof lockShape> {}
const lock: ElementSchema<FilesystemLock> = lockShape;

const binaryShape = element('binary', {
  path: filled('path', str).optional,
  xattr: attr('xattr', onOff).optional,
  cacheMode: within('cache', attr('mode', oneOf('none', 'always')).optional).optional,
  sandboxMode: within('sandbox', attr('mode', oneOf('namespace', 'chroot')).optional).optional,
  lock: child(lock).optional,
  threadPoolSize: threadPool,
});
/** The virtiofsd that serves the file system. */
export interface FilesystemBinary extends TypeOf<typeof binaryShape> {}
const binarySchema: ElementSchema<FilesystemBinary> = binaryShape;
const { spec: binarySpec } = child(binarySchema);
/** Only virtiofs has a server of its own. */
const binary = optionalField<FilesystemBinary>({
  ...binarySpec,
  read(node, reading) {
    const type = childOf(node, 'driver');
    return type !== undefined && attributeOf(type, 'type') === 'virtiofs' ? binarySpec.read(node, reading) : undefined;
  },
});

const noSource = { code: 'NO_SOURCE', domain: 'DOMAIN' } as const;
const noTarget = { code: 'NO_TARGET', domain: 'DOMAIN' } as const;

/** A directory, or the socket of a virtiofsd that somebody else runs; then that is all that counts. */
const directory = refined(
  group({ dir: attr('dir', str).optional, socket: attr('socket', str).optional }),
  ({ dir, socket }) => (socket === undefined ? { dir } : { socket }),
);

const { spec: sizeSpec } = attrKiB('usage', 'KiB', 'units');
/** Whole KiB: what is over is cut off. */
const ramUsage = field<bigint>({
  ...sizeSpec,
  kind: wrong,
  read(node, reading) {
    const given = attributeOf(node, 'usage');
    if (given === undefined) return undefined;
    const usage = ulong.read(given);
    if (usage === undefined) {
      throw fault(
        node,
        reading,
        `cannot parse usage '${given}' for RAM filesystem`,
        ': expected a whole number',
        wrong,
      );
    }
    return scale(usage, attributeOf(node, 'units') || 'KiB', 1n, node, reading) / 1024n;
  },
});

const sourceVariant = variant(
  'type',
  {
    mount: within('source', directory),
    template: within('source', group({ name: attr('name', str).optional })),
    file: within('source', group({ file: attr('file', str).optional })),
    block: within('source', group({ dev: attr('dev', str).optional })),
    ram: present(within('source', group({ usageKiB: ramUsage })), wrong),
    bind: within('source', directory),
    volume: within('source', group({ pool: attr('pool', str, wrong), volume: attr('volume', str, wrong) })),
  },
  { absent: 'mount' },
);
const sourceField = checkedField(sourceVariant, value => {
  const from = originOf(value);
  return from === undefined ? { what: `a filesystem of type '${value.type}'`, kind: noSource } : undefined;
});
/** What is exported to the guest. */
export type FilesystemSource = TypeOf<typeof sourceField>;
const source: RequiredField<FilesystemSource> = sourceField;

/** What the source consists of, in a word. */
function originOf(value: TypeOf<typeof sourceVariant>): string | undefined {
  switch (value.type) {
    case 'mount':
    case 'bind':
      return value.dir ?? value.socket;
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

/** A mode of nine bits; 0 is as good as none. */
function fileMode(name: string): OptionalField<string> {
  const written = refined(attr(name, octal), mode => mode.replace(/^[\s+]*0*/, '').padStart(4, '0'));
  const sound = checkedField(written, mode =>
    mode.startsWith('0') && mode.length === 4 ? undefined : { what: `invalid ${name}: '${mode}'`, kind: wrong },
  );
  return unless(sound, mode => mode === '0000');
}

const octal = only(str, 'a number in octal digits', text => /^\s*\+?[0-7]{1,10}$/.test(text));

/** A size in bytes; 0 is no limit. */
const spaceLimit = (name: string) =>
  unless(scaledBytes(name, 'bytes', {}, 0xffff_ffff_ffff_ffffn), size => size === 0n);

const filesystemShape = element('filesystem', {
  /** Passed through, unless a server of its own behind a socket decides. */
  accessMode: attr('accessmode', oneOf('passthrough', 'mapped', 'squash')).optional,
  model: attr('model', virtioModel).optional,
  multidevs: unless(attr('multidevs', oneOf('default', 'remap', 'forbid', 'warn')), mode => mode === 'default'),
  /** Mode of new files, in four octal digits. */
  fileMode: fileMode('fmode'),
  directoryMode: fileMode('dmode'),
  driver: child(driver).optional,
  binary,
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
const checkedFilesystem: ElementSchema<Filesystem> = checked<Filesystem>(filesystemShape, ({ boot, driver: by }) =>
  boot !== undefined && by?.type !== 'virtiofs'
    ? { what: 'boot order is only supported for virtiofs', kind: unsupported }
    : undefined,
);
export const filesystem: ElementSchema<Filesystem> = settled<Filesystem>(checkedFilesystem, given => {
  const isServed = 'socket' in given.source && given.source.socket !== undefined;
  return given.accessMode !== undefined || isServed ? given : { ...given, accessMode: 'passthrough' };
});
