import type { DeviceOf } from '../complete/policy.js';
import { placeAmong } from '../complete/controllers.js';
import { diskIndex } from '../complete/disk-names.js';
import type { Controller } from '../controller.js';
import type { Devices } from '../devices.js';
import type { Disk } from '../disk.js';
import type { Serial } from '../character-device.js';
import { type Device, type SingleKind } from './device.js';
import { devicesOfKind, withDevicesOfKind } from './device-list.js';

/**
 * Puts a device where libvirt puts it: disks among those of their bus by name, controllers among those of their type by
 * number, all others behind the rest of their kind. A device that there can be but one of takes the place of another.
 */
export function insertDevice(devices: Devices, added: Device): Devices {
  switch (added.kind) {
    case 'disks':
      return { ...devices, disks: devices.disks.toSpliced(diskPlace(devices.disks, added.device), 0, added.device) };
    case 'controllers': {
      const { controllers } = devices;
      return {
        ...devices,
        controllers: controllers.toSpliced(controllerPlace(controllers, added.device), 0, added.device),
      };
    }
    case 'serials':
      return insertSerial(devices, added.device);
    default:
      return append(devices, added);
  }
}

function append({ ...devices }: Devices, { kind, device }: Device): Devices {
  // Device pairs a kind with its device.
  const list = [...devicesOfKind<SingleKind>(devices, kind), device as DeviceOf<SingleKind>];
  return withDevicesOfKind<SingleKind>(devices, kind, Array.isArray(devices[kind]) ? list : list.slice(-1));
}

function diskPlace(disks: readonly Disk[], { target }: Disk): number {
  const index = diskIndex(target.dev) ?? -1;
  let at = -1;
  for (let i = disks.length - 1; i >= 0; i--) {
    const other = disks[i];
    if (other?.target.bus !== target.bus) continue;
    if ((diskIndex(other?.target.dev ?? '') ?? -1) > index) at = i;
    else if (at === -1) at = i + 1;
  }
  return at === -1 ? disks.length : at;
}

function controllerPlace(controllers: readonly Controller[], added: Controller): number {
  return placeAmong(controllers, added);
}

/** The first serial port of a guest is its first console as well. */
function insertSerial(devices: Devices, added: Serial): Devices {
  const serials = [...devices.serials, added];
  if (devices.serials.length > 0 || devices.consoles.length > 0) return { ...devices, serials };
  const { source, log, alias } = added;
  return { ...devices, serials, consoles: [{ source, log, alias, target: { type: 'serial', port: 0 } }] };
}

/** Takes a device out that is one of the domain's own (`requireDevice` answers with such). */
export function removeDevice(devices: Devices, { kind, device }: Device): Devices {
  const list = devicesOfKind<SingleKind>(devices, kind).filter(other => other !== device);
  const rest = withDevicesOfKind<SingleKind>(devices, kind, list);
  const [first] = devices.serials;
  const [console, ...otherConsoles] = devices.consoles;
  const twin = console !== undefined && (console.target?.type ?? 'serial') === 'serial';
  return kind === 'serials' && first === device && twin ? { ...rest, consoles: otherConsoles } : rest;
}

/** Puts a device in the place of one of the domain's own. */
export function replaceDevice(devices: Devices, before: Device, { kind, device }: Device): Devices {
  const list = devicesOfKind<SingleKind>(devices, kind).map(other =>
    other === before.device ? (device as DeviceOf<SingleKind>) : other,
  );
  return withDevicesOfKind<SingleKind>(devices, kind, list);
}
