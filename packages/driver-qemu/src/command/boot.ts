import type { Guest } from '../definition.js';
import { escaped } from './arguments.js';
import type { CommandContext } from './context.js';
import { hasMedium } from './disk.js';

/** How the firmware starts: menus, time limits, and only from what has a place in the boot order. */
export function boot({ domain, args }: CommandContext): void {
  const { bootmenu, bios } = domain.os;
  args.option(
    'boot',
    bootmenu?.enable !== undefined && `menu=${bootmenu.enable ? 'on' : 'off'}`,
    bootmenu?.enable === true && bootmenu.timeout !== undefined && `splash-time=${bootmenu.timeout}`,
    bios?.rebootTimeout !== undefined && `reboot-timeout=${bios.rebootTimeout}`,
    'strict=on',
  );
}

/** A kernel that is started without firmware's help. */
export function directKernel({ domain, args }: CommandContext): void {
  const { kernel, initrd, cmdline, dtb } = domain.os;
  if (kernel !== undefined) args.option('kernel', kernel);
  if (initrd !== undefined) args.option('initrd', initrd);
  if (cmdline !== undefined) args.list.push('-append', cmdline);
  if (dtb !== undefined) args.option('dtb', dtb);
}

/** ACPI tables of the host's, and the absence of any. */
export function acpi({ domain, args }: CommandContext): void {
  if (domain.features?.acpi !== true) args.option('no-acpi');
}

/** Extra ACPI tables. */
export function acpiTables({ domain, args }: CommandContext): void {
  const { acpiTable } = domain.os;
  if (acpiTable !== undefined) args.option('acpitable', `sig=SLIC,file=${escaped(acpiTable.path)}`);
}

/**
 * The place of each device in the boot order. Devices may say it themselves; else the kinds of devices that the OS
 * element lists are turned into it: all network interfaces, but only the first disk of a kind.
 */
export function bootOrder({ devices, os }: Guest): ReadonlyMap<unknown, number> {
  const order = new Map<unknown, number>();
  const bootable = [...devices.disks, ...devices.interfaces, ...devices.hostdevs, ...devices.redirdevs];
  for (const device of bootable) if (device.boot !== undefined) order.set(device, device.boot.order);
  if (order.size > 0) return order;
  for (const [position, { dev }] of (os.boot ?? []).entries()) {
    const first =
      dev === 'network'
        ? devices.interfaces[0]
        : devices.disks.find(disk => bootClass(disk.device) === dev && (dev !== 'hd' || hasMedium(disk.source)));
    if (first !== undefined) order.set(first, position + 1);
  }
  return order;
}

function bootClass(device: Guest['devices']['disks'][number]['device']): 'hd' | 'cdrom' | 'fd' {
  return device === 'cdrom' ? 'cdrom' : device === 'floppy' ? 'fd' : 'hd';
}
