import { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import { isQ35 } from '../command/controller.js';
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
  validateDisks(guest);
  validateGraphics(guest);
  validateMemory(guest);
  validatePlatform(guest);
  validateCharacters(guest);
  for (const nic of guest.devices.interfaces) {
    const size = nic.driver?.rxQueueSize;
    if (size !== undefined && (size & (size - 1)) !== 0) throw unsupported('rx_queue_size has to be a power of two');
  }
  if (guest.launchSecurity !== undefined)
    throw unsupported('SEV launch security is not supported with this QEMU binary');
}

/** Image formats that two guests may write to at once: those without metadata of their own. */
const sharedFormats: ReadonlySet<string> = new Set(['raw']);

function validateDisks({ devices }: Guest): void {
  for (const { device, driver, source, target, shareable, readonly, transient, encryption, address } of devices.disks) {
    const dev = target.dev;
    if (shareable === true && readonly !== true && !sharedFormats.has(driver?.type ?? 'raw'))
      throw unsupported(`shared access for disk '${dev}' requires use of supported storage format`);
    const ejectable = device === 'cdrom' || device === 'floppy';
    if (target.tray !== undefined && !ejectable)
      throw unsupported(`disk type of '${dev}' does not support ejectable media`);
    if (target.bus === 'virtio' && ejectable)
      throw unsupported(`disk type of '${dev}' does not support ejectable media`);
    if (transient !== undefined && source.type !== 'file')
      throw unsupported(`transient disk supported only with 'file' type (${dev})`);
    const isOldFormat = driver?.type === 'qcow2' || driver?.type === 'qcow';
    const cipher = encryption ?? source.encryption;
    if (isOldFormat && (cipher?.format === 'qcow' || cipher?.format === 'default'))
      throw unsupported('old qcow/qcow2 encryption is not supported');
    if (target.bus === 'usb' && address !== undefined && address.type !== 'usb')
      throw new VirtError('INTERNAL_ERROR', 'QEMU', 'unexpected address type for usb disk');
  }
}

function validateGraphics({ devices }: Guest): void {
  for (const { kind } of devices.graphics) {
    if (kind.type === 'spice' && (kind.tlsPort ?? 0) > 0)
      throw unsupported('spice TLS port set in XML configuration, but TLS is disabled in qemu.conf');
  }
}

function validateMemory({ maxMemory, cpu, vcpu }: Guest): void {
  if (maxMemory !== undefined && (cpu?.numa?.cells.length ?? 0) === 0)
    throw unsupported('At least one numa node has to be configured when enabling memory hotplug');
  const topology = cpu?.topology;
  if (topology === undefined) return;
  const { sockets, dies, cores, threads } = topology;
  if (sockets * dies * cores * threads !== vcpu.count)
    throw unsupported("CPU topology doesn't match maximum vcpu count");
}

function validatePlatform({ type, cputune, devices, features, os }: Guest): void {
  if (type !== 'kvm' && (cputune?.cachetunes?.length ?? 0) > 0)
    throw unsupported('cachetune is only supported for KVM domains');
  if (devices.nvram !== undefined) throw unsupported('nvram device is only supported for PPC64');
  if (features?.gic !== undefined)
    throw unsupported(
      `The 'gic' feature is not supported for architecture '${os.type.arch}' or machine type '${os.type.machine}'`,
    );
  for (const { model } of devices.shmems)
    if (model === 'ivshmem') throw unsupported('ivshmem device is not supported with this QEMU binary');
  for (const { target } of devices.serials) {
    const { type: kind, model } = target ?? {};
    if (kind === 'system-serial' || kind === 'spapr-vio-serial' || kind === 'sclp-serial')
      throw unsupported(
        `Serial device with target type '${kind}' and target model '${model ?? ''}' not compatible with guest architecture or machine type`,
      );
  }
}

function validateControllers({ devices, os }: Guest): void {
  for (const { kind, index = 0 } of devices.controllers) {
    if (kind.type === 'ide' && isQ35(os.type.machine))
      throw unsupported('IDE controllers are unsupported for this QEMU binary or machine type');
    const isExpander = kind.type === 'pci' && (kind.model === 'pci-expander-bus' || kind.model === 'pcie-expander-bus');
    if (kind.type === 'pci' && !isExpander && kind.target?.busNr !== undefined)
      throw unsupported(
        `Option 'busNr' is not valid for PCI controller with index '${index}', model '${kind.model ?? ''}' and modelName '${kind.modelName ?? ''}'`,
      );
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
  const hasSpice = devices.graphics.some(({ kind }) => kind.type === 'spice');
  const sources = [devices.serials, devices.parallels, devices.channels, devices.consoles, devices.redirdevs].flat();
  for (const { source } of sources) {
    const reconnect =
      source.type === 'tcp' ? source.source.reconnect : source.type === 'unix' ? source.reconnect : undefined;
    if (reconnect?.enabled === true && reconnect.timeout === 0)
      throw new VirtError('INVALID_ARG', 'QEMU', "chardev reconnect source timeout cannot be '0'");
    if (hasSpice) continue;
    if (source.type === 'spicevmc' || source.type === 'spiceport')
      throw unsupported(`chardev '${source.type}' not supported without spice graphics`);
  }
}

function unsupported(what: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'QEMU', what);
}
