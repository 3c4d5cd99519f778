import { VirtError } from '@tsvirt/util';
import type { TestHost } from '../host/test-host.js';
import type { NodeDevice } from './node-device-definition.js';

/** Drivers that keep a device for guests. */
const guestDrivers: Readonly<Record<string, string>> = { vfio: 'vfio-pci', xen: 'pciback' };

/**
 * A PCI device by name.
 * @throws VirtError NO_NODE_DEVICE; INVALID_ARG for others
 */
export function findPciDevice({ nodeDevices }: TestHost, name: string): NodeDevice {
  const device = nodeDevices.find(name);
  if (!device.capabilities.includes('pci'))
    throw new VirtError('INVALID_ARG', 'NODEDEV', `device ${name} is not a PCI device`);
  return device;
}

/**
 * The driver of the host that a name of the API means; null: the usual one.
 * @throws VirtError INVALID_ARG, CONFIG_UNSUPPORTED
 */
export function guestDriver(name: string | null): string {
  if (name === 'kvm')
    throw new VirtError('CONFIG_UNSUPPORTED', 'NODEDEV', 'KVM device assignment is not supported on this system');
  const driver = guestDrivers[name ?? 'vfio'];
  if (driver === undefined) throw new VirtError('INVALID_ARG', 'NODEDEV', `unknown driver name '${name}'`);
  return driver;
}

/** @throws VirtError OPERATION_INVALID while a running guest has the device */
export function requireUnused({ domains }: TestHost, device: NodeDevice): void {
  const pci = device.document.capabilities.find(capability => capability.type === 'pci');
  if (pci?.type !== 'pci') return;
  for (const domain of domains.active()) {
    const isTaken = (domain.definition.devices?.hostdevs ?? []).some(
      ({ hostdev: { device: given } }) =>
        given.type === 'pci' &&
        (given.source.address?.domain ?? 0) === pci.domain &&
        given.source.address?.bus === pci.bus &&
        given.source.address?.slot === pci.slot &&
        given.source.address?.function === pci.function,
    );
    if (isTaken)
      throw new VirtError(
        'OPERATION_INVALID',
        'NODEDEV',
        `PCI device ${device.name} is in use by domain ${domain.name}`,
      );
  }
}
