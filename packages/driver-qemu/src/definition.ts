import type { Domain } from '@tsvirt/conf/domain';
import { VirtError } from '@tsvirt/util';

type Has<T, K extends keyof T> = T & { readonly [P in K]-?: NonNullable<T[P]> };

type Os = NonNullable<Domain['os']>;
type OsType = NonNullable<Os['type']>;
type AllDevices = NonNullable<Domain['devices']>;

/** A domain with everything filled in that a QEMU guest must have: what `completeGuest` makes of a document. */
export interface Guest extends Has<Domain, 'uuid' | 'memory' | 'currentMemoryKiB' | 'vcpu' | 'clock'> {
  readonly os: Os & { readonly type: Has<OsType, 'arch' | 'machine'> };
  readonly devices: Has<AllDevices, 'emulator'>;
}

/** Tells whether everything that a QEMU guest must have is there. */
export function isGuest(domain: Domain): domain is Guest {
  const { os, devices, uuid, memory, currentMemoryKiB, vcpu, clock } = domain;
  return (
    uuid !== undefined &&
    memory !== undefined &&
    currentMemoryKiB !== undefined &&
    vcpu !== undefined &&
    clock !== undefined &&
    os?.type?.arch !== undefined &&
    os.type.machine !== undefined &&
    devices?.emulator !== undefined
  );
}

/** @throws INTERNAL_ERROR for a domain that was not completed */
export function asGuest(domain: Domain): Guest {
  if (!isGuest(domain))
    throw new VirtError('INTERNAL_ERROR', 'QEMU', `definition of domain '${domain.name}' is incomplete`);
  return domain;
}

export type Devices = Guest['devices'];
export type Disk = Devices['disks'][number];
export type StorageSource = Disk['source'];
export type Controller = Devices['controllers'][number];
export type Interface = Devices['interfaces'][number];
export type Serial = Devices['serials'][number];
export type Console = Devices['consoles'][number];
export type Channel = Devices['channels'][number];
export type CharacterSource = Serial['source'];
export type Graphics = Devices['graphics'][number];
export type Video = Devices['videos'][number];
export type Input = Devices['inputs'][number];
export type Sound = Devices['sounds'][number];
export type Audio = Devices['audios'][number];
export type Hostdev = Devices['hostdevs'][number];
export type DeviceAddress = NonNullable<Disk['address']>;
export type PciAddress = Extract<DeviceAddress, { type: 'pci' }>;
export type GraphicsListen = NonNullable<Extract<Graphics['kind'], { type: 'vnc' }>['listens']>[number];
