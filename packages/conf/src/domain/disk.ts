import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  group,
  leaf,
  oneOf,
  onOff,
  str,
  type TypeOf,
  uint,
  unless,
  shell,
  within,
  word,
  yesNo,
} from '../kernel/index.js';
import { withMissing } from '../missing.js';
import { storageAuth } from '../storage/auth.js';
import { encryption } from '../storage/encryption.js';
import { storageSource } from '../storage/source.js';
import { backingStore, mirror } from './backing-store.js';
import { bootableInfo } from './device-info.js';
import { diskDriver } from './disk-driver.js';
import { iotune } from './iotune.js';

/** Buses a disk may be on. */
export const diskBus = oneOf('none', 'ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd');

const noTarget = { code: 'NO_TARGET', domain: 'DOMAIN' } as const;

const targetShape = element('target', {
  /** Name by which the API knows the disk; the guest may call it otherwise. */
  dev: attr('dev', word, noTarget),
  bus: attr('bus', diskBus).optional,
  tray: unless(attr('tray', oneOf('closed', 'open')), tray => tray === 'closed'),
  removable: attr('removable', onOff).optional,
  /** Revolutions a minute; 1 means a solid state disk. */
  rotationRate: attr('rotation_rate', uint).optional,
});
/** How the guest sees a disk. */
export interface DiskTarget extends TypeOf<typeof targetShape> {}
const target: ElementSchema<DiskTarget> = targetShape;

const geometryShape = element('geometry', {
  cylinders: attr('cyls', uint),
  heads: attr('heads', uint),
  sectors: attr('secs', uint),
  translation: attr('trans', oneOf('auto', 'none', 'lba')).optional,
});
/** The geometry that the BIOS reports. */
export interface DiskGeometry extends TypeOf<typeof geometryShape> {}
const geometry: ElementSchema<DiskGeometry> = geometryShape;

const blockioShape = element('blockio', {
  logicalBlockSize: attr('logical_block_size', uint).optional,
  physicalBlockSize: attr('physical_block_size', uint).optional,
  discardGranularity: attr('discard_granularity', uint).optional,
});
/** Sizes of blocks in bytes. */
export interface DiskBlockio extends TypeOf<typeof blockioShape> {}
const blockio: ElementSchema<DiskBlockio> = blockioShape;

const diskShape = element('disk', {
  device: attr('device', oneOf('disk', 'cdrom', 'floppy', 'lun')).default('disk'),
  model: attr('model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional')).optional,
  rawio: attr('rawio', yesNo).optional,
  sgio: attr('sgio', oneOf('default', 'filtered', 'unfiltered')).optional,
  snapshot: attr('snapshot', oneOf('no', 'internal', 'external', 'manual')).optional,
  driver: child(diskDriver).optional,
  /** Credentials as old documents place them, beside the source instead of in it. */
  auth: child(storageAuth).optional,
  /** Told apart by the `type` attribute of `<disk>`. */
  source: storageSource,
  backingStore: child(backingStore).optional,
  backendDomain: within('backenddomain', attr('name', str)).optional,
  geometry: child(geometry).optional,
  blockio: child(blockio).optional,
  mirror,
  target: withMissing(child(target), noTarget),
  iotune: child(iotune).optional,
  readonly: flag('readonly'),
  shareable: flag('shareable'),
  transient: shell('transient', group({ shareBacking: attr('shareBacking', yesNo).optional })).optional,
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
