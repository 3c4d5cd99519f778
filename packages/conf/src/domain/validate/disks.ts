import { VirtError } from '@tsvirt/util';
import type { Disk } from '../disk.js';
import { diskIndex } from '../complete/disk-names.js';
import type { Domain } from '../domain.js';
import type { Encryption } from '../../storage/encryption.js';
import type { StorageSource } from '../../storage/source.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks disks, each by itself and among each other. */
export function validateDisks({ devices }: Domain): void {
  const named = new Map<string, Disk>();
  for (const disk of devices.disks) {
    const other = named.get(disk.target.dev);
    if (other !== undefined) {
      throw contradiction(
        `target '${disk.target.dev}' duplicated for disk sources '${nameOf(other.source)}' and '${nameOf(disk.source)}'`,
      );
    }
    named.set(disk.target.dev, disk);
    validateDisk(disk);
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

function validateDisk(disk: Disk): void {
  const { target, address, source } = disk;
  if (address !== undefined && driveBuses.has(target.bus) && address.type !== 'drive') {
    throw unsupported(
      `Invalid address type '${address.type}' for the disk '${target.dev}' with the bus type '${target.bus}'`,
    );
  }
  if (address === undefined && (target.bus === undefined || diskIndex(target.dev) === undefined)) {
    throw contradiction(`Unknown disk name '${target.dev}' and no address specified`);
  }
  const { device } = disk;
  if (target.bus !== undefined && (device === 'floppy') !== (target.bus === 'fdc')) {
    const kind = device === 'floppy' ? 'floppy disk' : 'disk';
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `Invalid bus type '${target.bus}' for ${kind}`);
  }
  if (device === 'disk' && isNowhere(source)) {
    throw new VirtError('NO_SOURCE', 'DOMAIN', target.dev);
  }
  if (disk.device === 'lun' && disk.driver?.type !== undefined && disk.driver.type !== 'raw') {
    throw unsupported("disk device 'lun' must use 'raw' format");
  }
  if (source.type === 'volume' && (source.pool === undefined) !== (source.volume === undefined)) {
    throw contradiction(`disk '${target.dev}' needs both a pool and a volume`);
  }
  if (disk.sgio === 'unfiltered') throw unsupported('unfiltered sgio is no longer supported');
  if (disk.encryption !== undefined && source.encryption !== undefined) {
    throw unsupported('an <encryption> definition already found for disk source');
  }
  validateEncryption(disk.encryption ?? source.encryption);
  const type = (disk.auth ?? source.auth)?.secret.type;
  const wanted = source.type === 'network' ? authTypes[source.protocol] : undefined;
  if (type !== undefined && wanted !== undefined && type !== wanted) throw unsupported(`invalid secret type '${type}'`);
}

/** A path is what such a source consists of. */
function isNowhere(source: StorageSource): boolean {
  switch (source.type) {
    case 'file':
      return source.file === undefined && source.fdGroup === undefined;
    case 'block':
      return source.dev === undefined;
    case 'dir':
      return source.dir === undefined;
    default:
      return false;
  }
}

const authTypes: { readonly [protocol: string]: string | undefined } = { iscsi: 'iscsi', rbd: 'ceph' };

function validateEncryption(encryption: Encryption | undefined): void {
  if (encryption?.cipher !== undefined) {
    throw unsupported('supplying <cipher> for domain disk definition is unnecessary');
  }
}
