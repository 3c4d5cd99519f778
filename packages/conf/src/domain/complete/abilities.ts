import { isUserAlias } from '../device-info.js';
import type { Domain } from '../domain.js';
import { unsupported } from '../validate/unsupported.js';
import { mapDevices } from './devices.js';
import type { DeviceSteps, DomainAbilities } from './policy.js';

/** Models of network cards that the format itself knows; more than these need `netModelString`. */
const netModels: ReadonlySet<string> = new Set([
  'netfront',
  'rtl8139',
  'virtio',
  'e1000',
  'e1000e',
  'virtio-transitional',
  'virtio-non-transitional',
  'usb-net',
  'spapr-vlan',
  'lan9118',
  'smc91c111',
  'vlance',
  'vmxnet',
  'vmxnet2',
  'vmxnet3',
  'Am79C970A',
  'Am79C973',
  '82540EM',
  '82545EM',
  '82543GC',
]);

/**
 * Refuses what the hypervisor is not able to do.
 * @throws CONFIG_UNSUPPORTED
 */
export function checkAbilities(domain: Domain, abilities: DomainAbilities): void {
  if (abilities.memoryHotplug !== true && domain.maxMemory !== undefined) {
    throw unsupported(
      'memory hotplug tunables <maxMemory> are not supported by this hypervisor driver',
      domain,
      'maxMemory',
    );
  }
  if (abilities.individualVcpus !== true && (domain.vcpus?.vcpus.length ?? 0) > 0) {
    throw unsupported('individual CPU state configuration is not supported', domain, 'vcpus');
  }
  if (abilities.firmwareAutoselect !== true && domain.os?.firmwareKind !== undefined) {
    throw unsupported('this driver does not choose firmware by itself', domain.os, 'firmwareKind');
  }
  if (abilities.diskFiles !== true) {
    const { disks } = domain.devices;
    const given = disks.find(({ source }) => source.type === 'file' && source.fdGroup !== undefined);
    if (given !== undefined)
      throw unsupported(`driver does not support FD passing for disk '${given.target.dev}'`, given, 'source');
  }
  if (abilities.netModelString !== true) {
    const unknown = domain.devices.interfaces.find(({ model }) => model !== undefined && !netModels.has(model));
    if (unknown !== undefined)
      throw unsupported(`driver does not support net model '${unknown.model}'`, unknown, 'model');
  }
}

/** Takes away what means nothing without an ability. */
export function withAbilities(domain: Domain, abilities: DomainAbilities): Domain {
  const pinned = abilities.offlineVcpuPin === true ? domain : withoutOfflinePins(domain);
  return abilities.userAlias === true ? pinned : mapDevices(pinned, nameless);
}

/** Pins that are for CPUs which are not there from the start go. */
function withoutOfflinePins(domain: Domain): Domain {
  const { cputune, vcpu, vcpus } = domain;
  if (cputune?.vcpupins === undefined) return domain;
  const states = new Map(vcpus?.vcpus.map(({ id, enabled }) => [id, enabled]));
  const isThere = (id: number): boolean => states.get(id) ?? id < (vcpu.current ?? vcpu.count);
  return { ...domain, cputune: { ...cputune, vcpupins: cputune.vcpupins.filter(pin => isThere(pin.vcpu)) } };
}

function withoutName<D extends { readonly alias?: string | undefined }>(device: D): D {
  return device.alias === undefined || !isUserAlias(device.alias) ? device : { ...device, alias: undefined };
}

/** Names that users choose go. */
const nameless: DeviceSteps = {
  disks: withoutName,
  controllers: withoutName,
  filesystems: withoutName,
  interfaces: withoutName,
  smartcards: withoutName,
  serials: withoutName,
  parallels: withoutName,
  consoles: withoutName,
  channels: withoutName,
  inputs: withoutName,
  tpms: withoutName,
  sounds: withoutName,
  videos: withoutName,
  hostdevs: withoutName,
  redirdevs: withoutName,
  hubs: withoutName,
  watchdogs: withoutName,
  memballoon: withoutName,
  rngs: withoutName,
  nvram: withoutName,
  panics: withoutName,
  shmems: withoutName,
  memories: withoutName,
  iommus: withoutName,
  vsock: withoutName,
};
