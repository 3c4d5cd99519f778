import { valueFault } from '../../kernel/index.js';
import type { Disk } from '../disk.js';
import { diskIndex } from '../complete/disk-names.js';
import type { Domain } from '../domain.js';
import type { Encryption } from '../../storage/encryption.js';
import type { StorageSource } from '../../storage/source.js';
import { contradiction, internal, unsupported } from './unsupported.js';

/** Checks disks, each by itself and among each other. */
export function validateDisks({ devices }: Domain): void {
  const named = new Map<string, Disk>();
  for (const disk of devices.disks) {
    const other = named.get(disk.target.dev);
    if (other !== undefined) {
      throw contradiction(
        `target '${disk.target.dev}' duplicated for disk sources '${nameOf(other.source)}' and '${nameOf(disk.source)}'`,
        disk.target,
        'dev',
      );
    }
    named.set(disk.target.dev, disk);
    validateDisk(disk);
  }
  validatePlaces(devices.disks);
}

/** Two disks of one bus are not in the same place. */
function validatePlaces(disks: readonly Disk[]): void {
  const places = new Set<string>();
  for (const { address, target } of disks) {
    if (address?.type !== 'drive' || target.bus === undefined) continue;
    const place = [target.bus, address.controller, address.bus, address.target, address.unit].join('/');
    if (places.has(place)) {
      throw unsupported(`Found duplicate drive address for disk with target name '${target.dev}'`, address);
    }
    places.add(place);
  }
}

function nameOf(source: StorageSource): string {
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

/** Buses whose devices have an address of drives. */
const driveBuses: ReadonlySet<Disk['target']['bus']> = new Set(['ide', 'fdc', 'scsi', 'sata'] as const);

/** Names of hard disks; floppy drives are `fd`. */
const hardDiskName = /^(?:[hsv]d|xvd|ubd)/;

function validateName({ device, target }: Disk): void {
  const { dev } = target;
  if (device === 'floppy' && !dev.startsWith('fd')) {
    throw internal(`Invalid floppy device name: ${dev}`, target, 'dev');
  }
  if ((device === 'disk' || device === 'lun') && !hardDiskName.test(dev)) {
    throw internal(`Invalid harddisk device name: ${dev}`, target, 'dev');
  }
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
}

/** Protocols whose names have two parts, of a pool or volume and of an image. */
const twoParts: ReadonlySet<string> = new Set(['rbd', 'gluster']);

function validateNetworkSource(source: StorageSource): void {
  if (source.type !== 'network') return;
  const { protocol, name } = source;
  if (name === undefined && protocol !== 'nbd') throw contradiction('missing name for disk source', source, 'name');
  if (name !== undefined && twoParts.has(protocol) && name.indexOf('/') < 1) {
    throw contradiction(`can't split path '${name}' into pool name and image name`, source, 'name');
  }
  if (source.auth !== undefined && !authenticated.has(protocol)) {
    throw unsupported(`authentication is not supported for protocol '${protocol}'`, source.auth);
  }
}

const authenticated: ReadonlySet<string> = new Set(['rbd', 'iscsi', 'ssh']);

function validateDisk(disk: Disk): void {
  const { target, address, source } = disk;
  validateName(disk);
  validateNetworkSource(source);
  if (address !== undefined && driveBuses.has(target.bus) && address.type !== 'drive') {
    throw unsupported(
      `Invalid address type '${address.type}' for the disk '${target.dev}' with the bus type '${target.bus}'`,
      address,
    );
  }
  if (address === undefined && (target.bus === undefined || diskIndex(target.dev) === undefined)) {
    throw contradiction(`Unknown disk name '${target.dev}' and no address specified`, target, 'dev');
  }
  const { device } = disk;
  if (target.bus !== undefined && (device === 'floppy') !== (target.bus === 'fdc')) {
    const kind = device === 'floppy' ? 'floppy disk' : 'disk';
    throw internal(`Invalid bus type '${target.bus}' for ${kind}`, target, 'bus');
  }
  if (device === 'disk' && isNowhere(source)) {
    throw valueFault(['NO_SOURCE', 'DOMAIN'], target.dev, disk, 'source');
  }
  validateLun(disk);
  if (disk.model !== undefined && target.bus !== 'virtio') {
    throw unsupported(`disk model '${disk.model}' not supported for bus '${target.bus}'`, disk, 'model');
  }
  if (target.removable !== undefined && target.bus !== 'usb') {
    throw contradiction('removable is only valid for usb disks', target, 'removable');
  }
  if (disk.driver?.readErrorPolicy === 'enospace') {
    throw unsupported("Invalid disk read error policy: 'enospace'", disk.driver, 'readErrorPolicy');
  }
  if (disk.driver?.eventIdx !== undefined && target.bus !== 'virtio') {
    throw unsupported('disk event_idx mode supported only for virtio bus', disk.driver, 'eventIdx');
  }
  if (source.type === 'volume' && (source.pool === undefined) !== (source.volume === undefined)) {
    throw contradiction(`disk '${target.dev}' needs both a pool and a volume`, source);
  }
  if (disk.sgio === 'unfiltered') throw unsupported('unfiltered sgio is no longer supported', disk, 'sgio');
  if (disk.encryption !== undefined && source.encryption !== undefined) {
    throw unsupported('an <encryption> definition already found for disk source', disk.encryption);
  }
  validateEncryption(disk.encryption ?? source.encryption);
  const secret = (disk.auth ?? source.auth)?.secret;
  const wanted = source.type === 'network' ? authTypes[source.protocol] : undefined;
  if (secret?.type !== undefined && wanted !== undefined && secret.type !== wanted) {
    throw unsupported(`invalid secret type '${secret.type}'`, secret, 'type');
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

const authTypes: { readonly [protocol: string]: string | undefined } = { iscsi: 'iscsi', rbd: 'ceph' };

function validateEncryption(encryption: Encryption | undefined): void {
  if (encryption?.cipher !== undefined) {
    throw unsupported('supplying <cipher> for domain disk definition is unnecessary', encryption, 'cipher');
  }
}
