import { valueFault } from '../../kernel/index.js';
import type { Encryption } from '../../storage/encryption.js';
import type { StorageSource } from '../../storage/source.js';
import { diskIndex } from '../complete/disk-names.js';
import type { Disk } from '../disk.js';
import { validateDiskSource } from './disk-source.js';
import { contradiction, internal, unsupported } from './unsupported.js';
import { validateVhostUserDisk } from './vhost-user-disk.js';
import { validateVirtioOptions } from './virtio-options.js';

/** Buses whose devices have an address of drives. */
const driveBuses: ReadonlySet<Disk['target']['bus']> = new Set(['ide', 'fdc', 'scsi', 'sata'] as const);

/** Checks what holds for a disk whatever the others are. */
export function validateDisk(disk: Disk): void {
  const { target, address, source, device } = disk;
  validateDiskSource(disk);
  validateNames(disk);
  if (address === undefined && (target.bus === undefined || diskIndex(target.dev) === undefined)) {
    throw contradiction(`Unknown disk name '${target.dev}' and no address specified`, target, 'dev');
  }
  if (disk.encryption !== undefined && source.encryption !== undefined) {
    throw unsupported('an <encryption> definition already found for disk source', disk.encryption);
  }
  validateEncryption(disk, disk.encryption ?? source.encryption);
  validateLun(disk);
  if (address !== undefined && driveBuses.has(target.bus) && address.type !== 'drive') {
    throw unsupported(
      `Invalid address type '${address.type}' for the disk '${target.dev}' with the bus type '${target.bus}'`,
      address,
    );
  }
  if (disk.model !== undefined && disk.model !== 'default' && target.bus !== 'virtio') {
    throw unsupported(`disk model '${disk.model}' not supported for bus '${target.bus}'`, disk, 'model');
  }
  validateDriver(disk);
  if (source.type === 'vhostuser') validateVhostUserDisk(disk);
  validateTarget(disk);
  if (device === 'disk' && isNowhere(source)) throw valueFault(['NO_SOURCE', 'DOMAIN'], target.dev, disk, 'source');
}

/** What only whole LUNs have, and what those are on. */
function validateLun(disk: Disk): void {
  const { source, device } = disk;
  if (device !== 'lun') {
    if (disk.rawio !== undefined) throw unsupported("rawio can be used only with device='lun'", disk, 'rawio');
    if (disk.sgio !== undefined) throw unsupported("sgio can be used only with device='lun'", disk, 'sgio');
    if (source.reservations !== undefined) {
      throw unsupported('<reservations/> allowed only for lun devices', source.reservations);
    }
    return;
  }
  const isBlock = source.type === 'block' || source.type === 'volume';
  if (!isBlock && !(source.type === 'network' && source.protocol === 'iscsi')) {
    throw unsupported("disk device='lun' is only valid for block type disk source", disk, 'source');
  }
  if (disk.driver?.type !== undefined && disk.driver.type !== 'raw') {
    throw unsupported("disk device 'lun' must use 'raw' format", disk.driver, 'type');
  }
  if (disk.sgio === 'unfiltered') throw unsupported('unfiltered sgio is no longer supported', disk, 'sgio');
}

function validateDriver({ driver, target: { bus } }: Disk): void {
  if (driver === undefined) return;
  if (driver.readErrorPolicy === 'enospace') {
    throw unsupported("Invalid disk read error policy: 'enospace'", driver, 'readErrorPolicy');
  }
  if (bus === 'virtio') return;
  if ((driver.queues ?? 0) > 0) {
    throw unsupported('queues attribute in disk driver element is only supported by virtio-blk', driver, 'queues');
  }
  if (driver.eventIdx !== undefined) {
    throw unsupported('disk event_idx mode supported only for virtio bus', driver, 'eventIdx');
  }
  if (driver.ioeventfd !== undefined) {
    throw unsupported('disk ioeventfd mode supported only for virtio bus', driver, 'ioeventfd');
  }
  validateVirtioOptions(driver);
}

/** What goes into the guest's own tables. */
const printable = /^[ -~]*$/;

function validateNames(disk: Disk): void {
  for (const key of ['vendor', 'product'] as const) {
    const text = disk[key];
    if (text === undefined) continue;
    const most = nameLengths[key];
    if (text.length > most) throw unsupported(`disk ${key} is more than ${most} characters`, disk, key);
    if (!printable.test(text)) throw contradiction(`disk ${key} is not printable string`, disk, key);
  }
  if (disk.wwn !== undefined && !/^(?:0x)?[0-9a-fA-F]{16}$/.test(disk.wwn)) {
    throw valueFault(['INTERNAL_ERROR', 'NONE'], `Malformed wwn: ${disk.wwn}`, disk, 'wwn');
  }
}

const nameLengths = { vendor: 8, product: 16 } as const;

/** Names of hard disks; floppy drives are `fd`. */
const hardDiskName = /^(?:[hsv]d|xvd|ubd)/;

function validateTarget({ device, target }: Disk): void {
  const { dev, bus } = target;
  if (bus !== undefined && (device === 'floppy') !== (bus === 'fdc')) {
    throw internal(`Invalid bus type '${bus}' for ${device === 'floppy' ? 'floppy disk' : 'disk'}`, target, 'bus');
  }
  if (target.removable !== undefined && bus !== 'usb') {
    throw contradiction('removable is only valid for usb disks', target, 'removable');
  }
  if (target.tray === 'open' && device !== 'cdrom' && device !== 'floppy') {
    throw unsupported('tray is only valid for cdrom and floppy', target, 'tray');
  }
  if (device === 'floppy' && !dev.startsWith('fd')) {
    throw internal(`Invalid floppy device name: ${dev}`, target, 'dev');
  }
  if ((device === 'disk' || device === 'lun') && !hardDiskName.test(dev)) {
    throw internal(`Invalid harddisk device name: ${dev}`, target, 'dev');
  }
}

/** A path is what such a source consists of. */
function isNowhere(source: StorageSource): boolean {
  switch (source.type) {
    case 'file':
      return !source.file && source.fdGroup === undefined;
    case 'block':
      return !source.dev;
    case 'dir':
      return !source.dir;
    default:
      return false;
  }
}

function validateEncryption({ device }: Disk, encryption: Encryption | undefined): void {
  if (encryption === undefined) return;
  if (encryption.cipher !== undefined) {
    throw unsupported('supplying <cipher> for domain disk definition is unnecessary', encryption, 'cipher');
  }
  if (device === 'lun') throw unsupported("disk device 'lun' doesn't support encryption", encryption);
}

/** What messages call a source: its path, or its name. */
export function describeSource(source: StorageSource): string {
  switch (source.type) {
    case 'file':
      return source.file ?? '';
    case 'block':
      return source.dev ?? '';
    case 'dir':
      return source.dir ?? '';
    case 'network':
      return source.name ?? '';
    case 'vhostuser':
      return source.path;
    default:
      return '';
  }
}
