import type { DeviceOf } from '../complete/policy.js';
import type { SingleKind } from '../device/device.js';
import { type Fact, fact } from './fact.js';

/** Kinds that the guest sees as hardware. */
export type GuestKind = Exclude<SingleKind, 'leases' | 'graphics' | 'audios'>;

interface KindFacts<K extends GuestKind> {
  /** What messages call such a device. */
  readonly name: string;
  readonly facts: readonly Fact<DeviceOf<K>>[];
}

type Tables = { readonly [K in GuestKind]: KindFacts<K> };

function kind<K extends GuestKind>(name: string, facts: readonly Fact<DeviceOf<K>>[]): KindFacts<K> {
  return { name, facts };
}

/** What a guest sees of each device, beside its address and virtio's options. */
export const deviceFacts: Tables = {
  disks: kind<'disks'>('disk', [
    fact('device', disk => disk.device),
    fact('bus', disk => disk.target.bus),
    fact('name', disk => disk.target.dev),
    fact('serial', disk => disk.serial),
    fact('wwn', disk => disk.wwn?.toLowerCase()),
    fact('model', disk => disk.model),
    fact('access mode', disk => (disk.readonly === true ? 'read only' : 'writable')),
    fact('rotation rate', disk => disk.target.rotationRate),
    fact('removable', disk => disk.target.removable),
    fact('logical block size', disk => disk.blockio?.logicalBlockSize),
    fact('physical block size', disk => disk.blockio?.physicalBlockSize),
  ]),
  controllers: kind<'controllers'>('controller', [
    fact('type', controller => controller.kind.type),
    fact('index', controller => controller.index),
    fact('model', controller => ('model' in controller.kind ? controller.kind.model : undefined)),
    fact('ports', controller => ('ports' in controller.kind ? controller.kind.ports : undefined)),
    fact('vectors', ({ kind: own }) => (own.type === 'virtio-serial' ? own.vectors : undefined)),
    fact('PCI options', ({ kind: own }) =>
      own.type === 'pci' ? { modelName: own.modelName, target: own.target, hole: own.pcihole64KiB } : undefined,
    ),
    fact('companion port', controller => controller.master),
  ]),
  filesystems: kind<'filesystems'>('filesystem', [
    fact('driver', filesystem => filesystem.driver?.type ?? 'path'),
    fact('guest target', filesystem => filesystem.target.dir),
    fact('model', filesystem => filesystem.model),
  ]),
  interfaces: kind<'interfaces'>('network card', [
    fact('mac', nic => nic.mac?.address),
    fact('model', nic => nic.model),
    fact('MTU', nic => nic.mtu),
  ]),
  smartcards: kind<'smartcards'>('smartcard', [fact('mode', smartcard => smartcard.card.mode)]),
  serials: kind<'serials'>('serial port', [
    fact('type', serial => serial.target?.type),
    fact('model', serial => serial.target?.model),
    fact('number', serial => serial.target?.port),
  ]),
  parallels: kind<'parallels'>('parallel port', [fact('number', parallel => parallel.target?.port)]),
  consoles: kind<'consoles'>('console', [
    fact('type', console => console.target?.type ?? 'serial'),
    fact('number', console => console.target?.port),
  ]),
  channels: kind<'channels'>('channel', [
    fact('type', channel => channel.target.type),
    fact('name', ({ target }) => (target.type === 'guestfwd' ? undefined : target.name)),
    fact('address', ({ target }) => (target.type === 'guestfwd' ? `${target.address}:${target.port}` : undefined)),
  ]),
  inputs: kind<'inputs'>('input device', [
    fact('type', input => input.type),
    fact('bus', input => input.bus),
    fact('model', input => input.model),
  ]),
  tpms: kind<'tpms'>('TPM device', [fact('model', tpm => tpm.model), fact('type', tpm => tpm.backend.type)]),
  sounds: kind<'sounds'>('sound card', [
    fact('model', sound => sound.model),
    fact('codecs', sound => (sound.codecs ?? []).map(({ type }) => type)),
  ]),
  videos: kind<'videos'>('video card', [
    fact('model', video => video.model?.type),
    fact('ram', video => video.model?.ram),
    fact('vram', video => video.model?.vram),
    fact('vram64', video => video.model?.vram64),
    fact('vgamem', video => video.model?.vgamem),
    fact('heads', video => video.model?.heads),
    fact('2d accel', video => video.model?.acceleration?.accel2d),
    fact('3d accel', video => video.model?.acceleration?.accel3d),
  ]),
  hostdevs: kind<'hostdevs'>('host device', [
    fact('mode', hostdev => hostdev.hostdev.mode),
    fact('type', hostdev => hostdev.hostdev.device.type),
    fact('model', ({ hostdev: { device } }) => ('model' in device ? device.model : undefined)),
  ]),
  redirdevs: kind<'redirdevs'>('USB redirection device', [fact('bus', redirdev => redirdev.bus)]),
  hubs: kind<'hubs'>('hub', [fact('type', hub => hub.type)]),
  watchdogs: kind<'watchdogs'>('watchdog', [fact('model', watchdog => watchdog.model)]),
  memballoon: kind<'memballoon'>('balloon', [
    fact('model', balloon => balloon.model),
    fact('autodeflate', balloon => balloon.autodeflate),
    fact('free page reporting', balloon => balloon.freePageReporting),
  ]),
  rngs: kind<'rngs'>('RNG', [fact('model', rng => rng.model)]),
  nvram: kind<'nvram'>('NVRAM', []),
  panics: kind<'panics'>('panic device', [fact('model', panic => panic.model)]),
  shmems: kind<'shmems'>('shared memory', [
    fact('name', shmem => shmem.name),
    fact('role', shmem => shmem.role),
    fact('model', shmem => shmem.model),
    fact('size', shmem => shmem.sizeMiB),
    fact('server usage', shmem => shmem.server !== undefined),
    fact('MSI configuration', shmem => shmem.msi),
  ]),
  memories: kind<'memories'>('memory device', [
    fact('model', memory => memory.model),
    fact('size', memory => memory.target.sizeKiB),
    fact('NUMA node', memory => memory.target.node),
    fact('label size', memory => memory.target.labelSizeKiB),
    fact('alignment', memory => memory.source?.alignsizeKiB),
    fact('persistence', memory => memory.source?.pmem),
    fact('read-only flag', memory => memory.target.readonly),
    fact('uuid', memory => memory.uuid),
    fact('block size', memory => memory.target.blockKiB),
  ]),
  iommus: kind<'iommus'>('IOMMU device', [fact('model', iommu => iommu.model), fact('driver', iommu => iommu.driver)]),
  vsock: kind<'vsock'>('vsock', [fact('model', vsock => vsock.model)]),
};
