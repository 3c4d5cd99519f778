import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  element,
  fault,
  group,
  leaf,
  many,
  oneOf,
  type OptionalField,
  optionalField,
  type Reading,
  str,
  type TypeOf,
  uint,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { deviceSeclabels } from '../domain/seclabel.js';
import { encryption } from '../storage/encryption.js';

const serverField = within(
  'server',
  group({
    transport: attr('transport', oneOf('tcp', 'unix')).default('tcp'),
    tls: attr('tls', yesNo).optional,
    name: attr('name', str).optional,
    port: attr('port', uint).optional,
    socket: attr('socket', str).optional,
  }),
);
/** Where a client of a pull backup connects, by NBD. */
export type BackupServer = TypeOf<typeof serverField>;

/** Where a copy goes (`target`), or what the guest overwrites meanwhile (`scratch`). */
function copyAt(name: 'target' | 'scratch') {
  const rest = { seclabels: deviceSeclabels, encryption: child(encryption).optional };
  return variant(
    'type',
    {
      file: within(name, group({ path: attr('file', str).optional, ...rest })),
      block: within(name, group({ path: attr('dev', str).optional, ...rest })),
    },
    { absent: 'file' },
  );
}

const copy = copyAt('target');
/** A file or block device, and who may use it. */
export type BackupCopy = TypeOf<typeof copy>;

/** The variant's `type` is written after the disk's own attributes. */
function afterOthers(name: 'target' | 'scratch'): OptionalField<BackupCopy> {
  const { spec } = copyAt(name);
  return optionalField<BackupCopy>({
    ...spec,
    read(node, reading) {
      const type = attributeOf(node, 'type');
      const place = childOf(node, name);
      if (place !== undefined) checkPlace(place, type === 'block' ? 'dev' : 'file', reading);
      if (type !== undefined) return spec.read(node, reading) ?? spec.absent?.(node, reading);
      if (place === undefined) return undefined;
      // Only what is written aside is a file when nothing else is said of the disk.
      if (name === 'target' || attributeOf(node, 'backup') !== undefined) {
        throw fault(node, reading, `Missing required attribute 'type' in element '${node.name}'`);
      }
      return spec.absent?.(node, reading);
    },
    lead: () => {},
    attributes: (value, out) => spec.lead?.(value, out),
  });
}

/** What the schema asks of a `<target>` or `<scratch>` beyond what its value keeps. */
function checkPlace(place: XmlElement, path: 'file' | 'dev', reading: Reading): void {
  if (attributeOf(place, path) === undefined) {
    throw fault(place, reading, `Missing required attribute '${path}' in element '${place.name}'`);
  }
  for (const part of place.children) {
    if (part.kind !== 'element' || part.name !== 'seclabel') continue;
    const labels = childOf(part, 'label') !== undefined;
    const isOff = attributeOf(part, 'relabel') === 'no' || attributeOf(part, 'labelskip') === 'yes';
    if (labels === isOff) throw fault(part, reading, 'a <seclabel> either has a label or says that there is none');
  }
}

function disksOf(name: 'target' | 'scratch') {
  return element('disk', {
    /** The disk's target name. */
    name: attr('name', str, { domain: 'DOMAIN' }),
    backup: attr('backup', yesNo).optional,
    copy: afterOthers(name),
    exportName: attr('exportname', str).optional,
    exportBitmap: attr('exportbitmap', str).optional,
    mode: attr('backupmode', oneOf('full', 'incremental')).optional,
    /** The checkpoint since which changes are copied. */
    incremental: attr('incremental', str).optional,
    driver: within('driver', attr('type', str)).optional,
  });
}

const disk = disksOf('target');
/** The backup of one disk. */
export interface BackupDisk extends TypeOf<typeof disk> {}

const modeField = variant(
  'mode',
  {
    push: group({ disks: within('disks', many(disk)).optional }),
    pull: group({ server: serverField.optional, disks: within('disks', many(disksOf('scratch'))).optional }),
  },
  { absent: 'push' },
);
/** Whether the hypervisor copies (`push`) or serves what is to be copied (`pull`). */
export type BackupMode = TypeOf<typeof modeField>;

const backupShape = element('domainbackup', {
  /** The checkpoint since which changes are copied. */
  incremental: leaf('incremental', str).optional,
  how: modeField,
});
/** A backup of a running domain's disks. */
export interface DomainBackup extends TypeOf<typeof backupShape> {}
export const domainBackup: ElementSchema<DomainBackup> = {
  ...backupShape,
  read(node, reading) {
    const server = childOf(node, 'server');
    if (server !== undefined && attributeOf(node, 'mode') !== 'pull') {
      throw fault(server, reading, 'only a backup that is pulled has a <server>');
    }
    return backupShape.read(node, reading);
  },
};
