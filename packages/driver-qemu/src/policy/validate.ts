import { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { Guest } from '../definition.js';

/** Refuses what QEMU would not run, with the errors that clients know. */
export function validateGuest(guest: Guest, capabilities: EmulatorCapabilities): void {
  const machine = capabilities.machine(guest.os.type.machine);
  if (machine !== undefined && guest.vcpu.count > machine.maxCpus) {
    throw unsupported(`Maximum CPUs greater than specified machine type limit ${machine.maxCpus}`);
  }
  if (guest.bootloader !== undefined) throw unsupported('bootloader is not supported by QEMU');
  if (guest.onReboot === 'preserve' || guest.onPoweroff === 'preserve')
    throw unsupported("qemu driver doesn't support the 'preserve' action for 'on_reboot'/'on_poweroff'");
  if (guest.onReboot === 'rename-restart' || guest.onPoweroff === 'rename-restart')
    throw unsupported("qemu driver doesn't support the 'rename-restart' action for 'on_reboot'/'on_poweroff'");
  validateControllers(guest);
  validateCharacters(guest);
  for (const nic of guest.devices.interfaces) {
    const size = nic.driver?.rxQueueSize;
    if (size !== undefined && (size & (size - 1)) !== 0) throw unsupported('rx_queue_size has to be a power of two');
  }
  if (guest.launchSecurity !== undefined)
    throw unsupported('SEV launch security is not supported with this QEMU binary');
}

function validateControllers({ devices }: Guest): void {
  for (const { kind, index = 0 } of devices.controllers) {
    if (kind.type === 'ide' && index > 0)
      throw unsupported('Only a single IDE controller is supported for this machine type');
    if (kind.type === 'fdc' && index > 0) throw unsupported('Only a single fdc controller is supported');
    if (kind.type === 'pci' && (kind.model === 'pci-root' || kind.model === 'pcie-root') && index !== 0)
      throw new VirtError('XML_ERROR', 'QEMU', 'pci-root and pcie-root controllers should have index 0');
    if (kind.type === 'usb' && (kind.model === 'nec-xhci' || kind.model === 'qemu-xhci') && (kind.ports ?? 0) > 15)
      throw unsupported(`'${kind.model}' controller only supports up to '15' ports`);
  }
}

/** Channels of SPICE need SPICE. */
function validateCharacters({ devices }: Guest): void {
  if (devices.graphics.some(({ kind }) => kind.type === 'spice')) return;
  const sources = [devices.serials, devices.parallels, devices.channels, devices.consoles, devices.redirdevs].flat();
  for (const { source } of sources) {
    if (source.type === 'spicevmc' || source.type === 'spiceport')
      throw unsupported(`chardev '${source.type}' not supported without spice graphics`);
  }
}

function unsupported(what: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'QEMU', what);
}
