import { isQ35 } from '@tsvirt/conf/domain';
import { placed, type PropertyName, valueFault } from '@tsvirt/conf/kernel';
import type { VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import type { Guest } from '../definition.js';

/** Refuses what QEMU would not run, with the errors that clients know. */
export function validateGuest(guest: Guest, capabilities: EmulatorCapabilities): void {
  placed(guest, () => validate(guest, capabilities));
}

function validate(guest: Guest, capabilities: EmulatorCapabilities): void {
  const machine = capabilities.machine(guest.os.type.machine);
  if (machine === undefined) {
    const what = `Emulator '${capabilities.binary}' does not support machine type '${guest.os.type.machine}'`;
    throw unsupported(what, guest.os.type, 'machine');
  }
  if (guest.vcpu.count > machine.maxCpus) {
    throw unsupported(`Maximum CPUs greater than specified machine type limit ${machine.maxCpus}`, guest.vcpu);
  }
  if (guest.bootloader !== undefined) throw unsupported('bootloader is not supported by QEMU', guest, 'bootloader');
  for (const action of ['preserve', 'rename-restart']) {
    const key = guest.onReboot === action ? 'onReboot' : guest.onPoweroff === action ? 'onPoweroff' : undefined;
    if (key === undefined) continue;
    throw unsupported(`qemu driver doesn't support the '${action}' action for 'on_reboot'/'on_poweroff'`, guest, key);
  }
  validateControllers(guest);
  validateDisks(guest);
  validateGraphics(guest);
  validateMemory(guest);
  validatePlatform(guest);
  validateCharacters(guest);
  for (const nic of guest.devices.interfaces) {
    const { driver } = nic;
    const size = driver?.rxQueueSize;
    if (driver !== undefined && size !== undefined && (size & (size - 1)) !== 0)
      throw unsupported('rx_queue_size has to be a power of two', driver, 'rxQueueSize');
  }
  if (guest.launchSecurity !== undefined)
    throw unsupported('SEV launch security is not supported with this QEMU binary', guest.launchSecurity);
}

/** Image formats that two guests may write to at once: those without metadata of their own. */
const sharedFormats: ReadonlySet<string> = new Set(['raw']);

function validateDisks({ devices }: Guest): void {
  for (const disk of devices.disks) {
    const { device, driver, source, target, shareable, readonly, transient, encryption, address } = disk;
    const dev = target.dev;
    if (shareable === true && readonly !== true && !sharedFormats.has(driver?.type ?? 'raw'))
      throw unsupported(`shared access for disk '${dev}' requires use of supported storage format`, disk, 'shareable');
    const ejectable = device === 'cdrom' || device === 'floppy';
    if (target.tray !== undefined && !ejectable)
      throw unsupported(`disk type of '${dev}' does not support ejectable media`, target, 'tray');
    if (target.bus === 'virtio' && ejectable)
      throw unsupported(`disk type of '${dev}' does not support ejectable media`, target, 'bus');
    if (transient !== undefined && source.type !== 'file')
      throw unsupported(`transient disk supported only with 'file' type (${dev})`, transient);
    const isOldFormat = driver?.type === 'qcow2' || driver?.type === 'qcow';
    const cipher = encryption ?? source.encryption;
    if (isOldFormat && (cipher?.format === 'qcow' || cipher?.format === 'default'))
      throw unsupported('old qcow/qcow2 encryption is not supported', cipher, 'format');
    if (target.bus === 'usb' && address !== undefined && address.type !== 'usb')
      throw valueFault(['INTERNAL_ERROR', 'QEMU'], 'unexpected address type for usb disk', address);
  }
}

function validateGraphics({ devices }: Guest): void {
  for (const { kind } of devices.graphics) {
    if (kind.type === 'spice' && (kind.tlsPort ?? 0) > 0)
      throw unsupported('spice TLS port set in XML configuration, but TLS is disabled in qemu.conf', kind, 'tlsPort');
  }
}

function validateMemory({ maxMemory, cpu, vcpu }: Guest): void {
  if (maxMemory !== undefined && (cpu?.numa?.cells.length ?? 0) === 0)
    throw unsupported('At least one numa node has to be configured when enabling memory hotplug', maxMemory);
  const topology = cpu?.topology;
  if (topology === undefined) return;
  const { sockets, dies, cores, threads } = topology;
  if (sockets * dies * cores * threads !== vcpu.count)
    throw unsupported("CPU topology doesn't match maximum vcpu count", topology);
}

function validatePlatform({ type, cputune, devices, features, os }: Guest): void {
  const [cachetune] = cputune?.cachetunes ?? [];
  if (type !== 'kvm' && cachetune !== undefined)
    throw unsupported('cachetune is only supported for KVM domains', cachetune);
  if (devices.nvram !== undefined) throw unsupported('nvram device is only supported for PPC64', devices.nvram);
  if (features?.gic !== undefined)
    throw unsupported(
      `The 'gic' feature is not supported for architecture '${os.type.arch}' or machine type '${os.type.machine}'`,
      features,
      'gic',
    );
  for (const shmem of devices.shmems)
    if (shmem.model === 'ivshmem')
      throw unsupported('ivshmem device is not supported with this QEMU binary', shmem, 'model');
  for (const { target } of devices.serials) {
    if (target === undefined) continue;
    const { type: kind, model } = target;
    if (kind === 'system-serial' || kind === 'spapr-vio-serial' || kind === 'sclp-serial')
      throw unsupported(
        `Serial device with target type '${kind}' and target model '${model ?? ''}' not compatible with guest architecture or machine type`,
        target,
      );
  }
}

function validateControllers({ devices, os }: Guest): void {
  for (const controller of devices.controllers) {
    const { kind, index = 0 } = controller;
    if (kind.type === 'ide' && isQ35(os.type.machine))
      throw unsupported('IDE controllers are unsupported for this QEMU binary or machine type', controller);
    const isExpander = kind.type === 'pci' && (kind.model === 'pci-expander-bus' || kind.model === 'pcie-expander-bus');
    if (kind.type === 'pci' && !isExpander && kind.target?.busNr !== undefined)
      throw unsupported(
        `Option 'busNr' is not valid for PCI controller with index '${index}', model '${kind.model ?? ''}' and modelName '${kind.modelName ?? ''}'`,
        kind.target,
        'busNr',
      );
    if (kind.type === 'ide' && index > 0)
      throw unsupported('Only a single IDE controller is supported for this machine type', controller, 'index');
    if (kind.type === 'fdc' && index > 0)
      throw unsupported('Only a single fdc controller is supported', controller, 'index');
    if (kind.type === 'pci' && (kind.model === 'pci-root' || kind.model === 'pcie-root') && index !== 0)
      throw valueFault(
        ['XML_ERROR', 'QEMU'],
        'pci-root and pcie-root controllers should have index 0',
        controller,
        'index',
      );
    if (kind.type === 'usb' && (kind.model === 'nec-xhci' || kind.model === 'qemu-xhci') && (kind.ports ?? 0) > 15)
      throw unsupported(`'${kind.model}' controller only supports up to '15' ports`, kind, 'ports');
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
      throw valueFault(['INVALID_ARG', 'QEMU'], "chardev reconnect source timeout cannot be '0'", reconnect, 'timeout');
    if (hasSpice) continue;
    if (source.type === 'spicevmc' || source.type === 'spiceport')
      throw unsupported(`chardev '${source.type}' not supported without spice graphics`, source, 'type');
  }
}

function unsupported<T extends object>(what: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['CONFIG_UNSUPPORTED', 'QEMU'], what, holder, key);
}
