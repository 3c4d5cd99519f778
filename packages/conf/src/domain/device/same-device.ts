import type { DeviceOf } from '../complete/policy.js';
import type { MemoryDevice } from '../memory-device.js';
import type { Rng } from '../rng.js';
import type { SingleKind } from './device.js';
import { fitsAddress } from './same-address.js';
import { sameChannel, sameCharacterSource, sameConsole, samePort } from './same-character-device.js';
import { sameHostDevice } from './same-host-device.js';
import { sameValue } from './same-value.js';

/** Kinds of which one device is told from another by more than its place in a list. */
export type MatchedKind = Exclude<
  SingleKind,
  'interfaces' | 'smartcards' | 'videos' | 'hubs' | 'memballoon' | 'nvram' | 'panics' | 'iommus' | 'audios' | 'tpms'
>;

type Matches = {
  readonly [K in MatchedKind]: (wanted: DeviceOf<K>, there: DeviceOf<K>) => boolean;
};

/**
 * Whether the device of a domain is the one that a caller describes, by kind. Interfaces are apart (`findInterfaceOf`):
 * with them, several that fit are an error.
 */
export const matches: Matches = {
  disks: (wanted, there) => wanted.target.dev === there.target.dev,
  controllers: (wanted, there) => wanted.kind.type === there.kind.type && wanted.index === there.index,
  leases: (wanted, there) => wanted.key === there.key && wanted.lockspace === there.lockspace,
  filesystems: (wanted, there) => wanted.target.dir === there.target.dir,
  serials: samePort,
  parallels: samePort,
  consoles: sameConsole,
  channels: sameChannel,
  inputs: (wanted, there) =>
    wanted.type === there.type &&
    (wanted.bus === undefined || wanted.bus === there.bus) &&
    wanted.model === there.model &&
    sameValue(wanted.source, there.source) &&
    fitsAddress(wanted, there),
  graphics: (wanted, there) => wanted.kind.type === there.kind.type,
  sounds: (wanted, there) =>
    wanted.model === there.model &&
    sameValue(wanted.codecs ?? [], there.codecs ?? []) &&
    (wanted.audioId === undefined || wanted.audioId === there.audioId) &&
    fitsAddress(wanted, there),
  hostdevs: sameHostDevice,
  redirdevs: (wanted, there) =>
    wanted.bus === there.bus && sameCharacterSource(wanted.source, there.source) && fitsAddress(wanted, there),
  watchdogs: (wanted, there) => wanted.model === there.model && fitsAddress(wanted, there),
  rngs: (wanted, there) =>
    wanted.model === there.model &&
    sameValue(wanted.rate, there.rate) &&
    sameBackend(wanted, there) &&
    fitsAddress(wanted, there),
  shmems: (wanted, there) =>
    wanted.name === there.name &&
    wanted.model === there.model &&
    wanted.role === there.role &&
    (wanted.sizeMiB === undefined || wanted.sizeMiB === there.sizeMiB) &&
    sameValue(wanted.server, there.server) &&
    sameValue(wanted.msi, there.msi) &&
    fitsAddress(wanted, there),
  memories: (wanted, there) => fitsAddress(wanted, there) && sameMemory(wanted, there),
  vsock: (wanted, there) =>
    (wanted.model === undefined || wanted.model === there.model) &&
    sameValue(wanted.cid ?? {}, there.cid ?? {}) &&
    fitsAddress(wanted, there),
};

const defaultRandomDevice = '/dev/urandom';

function sameBackend({ backend: a }: Rng, { backend: b }: Rng): boolean {
  switch (a.model) {
    case 'random':
      return b.model === 'random' && (a.device ?? defaultRandomDevice) === (b.device ?? defaultRandomDevice);
    case 'egd':
      return b.model === 'egd' && sameCharacterSource(a.source, b.source);
    case 'builtin':
      return b.model === 'builtin';
    default:
      return a satisfies never;
  }
}

/** Modules of memory are the same in size, cell and what the host provides them from. */
function sameMemory(wanted: MemoryDevice, there: MemoryDevice): boolean {
  return (
    wanted.model === there.model &&
    wanted.target.sizeKiB === there.target.sizeKiB &&
    wanted.target.node === there.target.node &&
    sameValue(wanted.source?.nodemask, there.source?.nodemask) &&
    wanted.source?.pagesizeKiB === there.source?.pagesizeKiB &&
    wanted.source?.path === there.source?.path &&
    (wanted.alias === undefined || wanted.alias === there.alias)
  );
}
