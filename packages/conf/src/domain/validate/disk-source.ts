import { isSecretType } from '../../storage/auth.js';
import type { StorageSource } from '../../storage/source.js';
import type { Disk } from '../disk.js';
import { validateDeviceSeclabels } from './device-seclabels.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks where a disk comes from. */
export function validateDiskSource(disk: Disk): void {
  const { source, device } = disk;
  if (source.type === 'network') validateNetworkSource(source);
  validateLogin(disk);
  if (source.type === 'volume' && (source.pool === undefined) !== (source.volume === undefined)) {
    throw contradiction("'pool' and 'volume' must be specified together for 'pool' type source", source);
  }
  if (source.type === 'nvme' && source.namespace === 0n) {
    throw unsupported("NVMe namespace can't be zero", source, 'namespace');
  }
  for (const each of chainOf(disk)) validateDeviceSeclabels(each.seclabels ?? []);
  const { startupPolicy } = source;
  if (startupPolicy === undefined) return;
  if (source.type === 'network' || source.type === 'nvme' || source.type === 'vhostuser') {
    const detail = `disk startupPolicy '${startupPolicy}' is not allowed for disk of '${source.type}' type`;
    throw contradiction(detail, source, 'startupPolicy');
  }
  if (startupPolicy === 'requisite' && device !== 'cdrom' && device !== 'floppy') {
    const detail = "disk startupPolicy 'requisite' is allowed only for cdrom or floppy";
    throw contradiction(detail, source, 'startupPolicy');
  }
}

/** The sources of a disk, the topmost first. */
function* chainOf({ source, backingStore }: Disk): IterableIterator<StorageSource> {
  yield source;
  for (let image = backingStore; image !== undefined; image = image.backingStore) {
    if (image.source !== undefined) yield image.source;
  }
}

type NetworkSource = Extract<StorageSource, { type: 'network' }>;

/** Protocols whose names have two parts, of a pool or volume and of an image. */
const twoParts: ReadonlySet<string> = new Set(['rbd', 'gluster']);

function validateNetworkSource(source: NetworkSource): void {
  const { protocol, name } = source;
  if (name === undefined && protocol !== 'nbd') throw contradiction('missing name for disk source', source, 'name');
  if (name !== undefined && twoParts.has(protocol) && name.indexOf('/') < 1) {
    throw contradiction(`can't split path '${name}' into pool name and image name`, source, 'name');
  }
}

/** Protocols at which one can log in, with the kind of secret that each takes; absent: any. */
const logins: { readonly [P in NetworkSource['protocol']]?: string | null } = {
  rbd: 'ceph',
  iscsi: 'iscsi',
  http: null,
  https: null,
  ftp: null,
  ftps: null,
  ssh: null,
};

function validateLogin(disk: Disk): void {
  const { source } = disk;
  if (disk.auth !== undefined && source.auth !== undefined) {
    throw unsupported('an <auth> definition already found for disk source', disk.auth);
  }
  const auth = disk.auth ?? source.auth;
  if (auth === undefined || source.type !== 'network') return;
  const wanted = logins[source.protocol];
  if (wanted === undefined) {
    throw unsupported(`authentication is not supported for protocol '${source.protocol}'`, auth);
  }
  const { type } = auth.secret;
  if (type === undefined || !isSecretType(type)) {
    throw unsupported(`unknown secret type '${type ?? ''}'`, auth.secret, 'type');
  }
  if (wanted !== null && type !== wanted) throw unsupported(`invalid secret type '${type}'`, auth.secret, 'type');
}
