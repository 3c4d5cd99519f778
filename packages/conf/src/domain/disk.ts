import {
  attr,
  attributeOf,
  child,
  childOf,
  type ElementSchema,
  element,
  field,
  flag,
  group,
  leaf,
  lenient,
  oneOf,
  onOff,
  type OptionalField,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  unless,
  shell,
  within,
  yesNo,
} from '../kernel/index.js';
import { withMissing } from '../missing.js';
import { storageAuth } from '../storage/auth.js';
import { encryption } from '../storage/encryption.js';
import { isSourceType, type StorageSource, storageSource } from '../storage/source.js';
import { filled } from '../filled-attribute.js';
import { backingStore, mirror } from './backing-store.js';
import { bootableInfo } from './device-info.js';
import { diskDriver } from './disk-driver.js';
import { iotune } from './iotune.js';

/** A number that 0 is as good as none of. */
function count(name: string, text = uint): OptionalField<number> {
  return unless(attr(name, text), given => given === 0);
}

const { spec: sourceSpec } = storageSource;
/** Without a `<source>` a disk is nowhere, whichever type it names. */
const ownSource: RequiredField<StorageSource> = field<StorageSource>({
  ...sourceSpec,
  read(node, reading) {
    if (childOf(node, 'source') !== undefined) return sourceSpec.read(node, reading);
    const type = attributeOf(node, 'type');
    return type === undefined || isSourceType(type) ? { type: 'file' } : sourceSpec.read(node, reading);
  },
});

/** Buses a disk may be on. */
export const diskBus = oneOf('ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd');

const noTarget = { code: 'NO_TARGET', domain: 'DOMAIN' } as const;

const targetShape = element('target', {
  /** Name by which the API knows the disk; the guest may call it otherwise. */
  dev: attr('dev', str, noTarget),
  bus: attr('bus', diskBus).optional,
  tray: unless(attr('tray', oneOf('closed', 'open')), tray => tray === 'closed'),
  removable: attr('removable', onOff).optional,
  /** Revolutions a minute; 1 means a solid state disk. */
  rotationRate: count('rotation_rate'),
});
/** How the guest sees a disk. */
export interface DiskTarget extends TypeOf<typeof targetShape> {}
const target: ElementSchema<DiskTarget> = targetShape;

const geometryShape = element('geometry', {
  cylinders: attr('cyls', uint).default(0),
  heads: attr('heads', uint).default(0),
  sectors: attr('secs', uint).default(0),
  translation: attr('trans', oneOf('auto', 'none', 'lba')).optional,
});
/** The geometry that the BIOS reports. */
export interface DiskGeometry extends TypeOf<typeof geometryShape> {}
const geometry: ElementSchema<DiskGeometry> = geometryShape;

const blockioShape = element('blockio', {
  logicalBlockSize: count('logical_block_size'),
  physicalBlockSize: count('physical_block_size'),
  discardGranularity: count('discard_granularity', lenient(uint)),
});
/** Sizes of blocks in bytes. */
export interface DiskBlockio extends TypeOf<typeof blockioShape> {}
const blockio: ElementSchema<DiskBlockio> = blockioShape;

const diskShape = element('disk', {
  device: attr('device', oneOf('disk', 'cdrom', 'floppy', 'lun')).default('disk'),
  model: unless(
    attr('model', oneOf('default', 'virtio', 'virtio-transitional', 'virtio-non-transitional')),
    model => model === 'default',
  ),
  rawio: attr('rawio', yesNo).optional,
  sgio: attr('sgio', oneOf('filtered', 'unfiltered')).optional,
  snapshot: attr('snapshot', oneOf('no', 'internal', 'external', 'manual')).optional,
  driver: child(diskDriver).optional,
  /** Credentials as old documents place them, beside the source instead of in it. */
  auth: child(storageAuth).optional,
  /** Told apart by the `type` attribute of `<disk>`. */
  source: ownSource,
  backingStore: child(backingStore).optional,
  backendDomain: within('backenddomain', filled('name', str).optional).optional,
  /** Without one of its numbers it says nothing. */
  geometry: unless(child(geometry), ({ cylinders, heads, sectors }) => cylinders * heads * sectors === 0),
  blockio: child(blockio).optional,
  mirror,
  target: withMissing(child(target), noTarget),
  iotune: child(iotune).optional,
  readonly: flag('readonly'),
  shareable: flag('shareable'),
  transient: shell('transient', group({ shareBacking: unless(attr('shareBacking', yesNo), share => !share) })).optional,
  serial: leaf('serial', str).optional,
  /** World wide name: 16 hexadecimal digits, spelt as given. */
  wwn: leaf('wwn', str).optional,
  vendor: leaf('vendor', str).optional,
  product: leaf('product', str).optional,
  /** Encryption as old documents place it, beside the source instead of in it. */
  encryption: child(encryption).optional,
  ...bootableInfo,
});
/** A hard disk, CD-ROM or floppy drive, or a whole SCSI LUN. */
export interface Disk extends TypeOf<typeof diskShape> {}
export const disk: ElementSchema<Disk> = diskShape;
