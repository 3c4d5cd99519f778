import type { DeviceAddress } from '../address.js';
import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import { contradiction, internal, unsupported } from '../validate/unsupported.js';
import { UsbBus, usbPortsOf } from './usb-bus.js';

interface UsbDevice {
  readonly address?: DeviceAddress | undefined;
}

/** Gives every USB device a port. Where ports run out, hubs are added. */
export function assignUsbAddresses(domain: Domain): Domain {
  const { devices } = domain;
  const buses = new Map<number, UsbBus>();
  for (const controller of devices.controllers) {
    const ports = usbPortsOf(controller);
    if (ports > 0 && controller.master === undefined) buses.set(controller.index ?? 0, new UsbBus(ports));
  }
  const all = usbDevices(devices);
  const [first] = all;
  if (first !== undefined && devices.controllers.some(({ kind }) => kind.type === 'usb' && kind.model === 'none'))
    throw unsupported("Can't add USB device. USB bus is disabled", first.device);
  if (buses.size === 0) return domain;
  const placed = new Map<object, { readonly type: 'usb'; readonly bus: number; readonly port: string }>();
  for (const { device, isHub } of all) takeGiven(device, isHub, buses);
  // The document's own hubs first: what is in them may be all that the others need.
  const settle = (device: UsbDevice, isHub: boolean) => {
    if (portOf(device) !== undefined || (device.address !== undefined && device.address.type !== 'usb')) return;
    const wanted = device.address?.type === 'usb' ? device.address.bus : undefined;
    const place = chooseAny(buses, wanted, isHub);
    if (place === undefined) throw internal('No free USB ports', device);
    placed.set(device, place);
  };
  for (const { device, isHub } of all) if (isHub) settle(device, isHub);
  let hubs = devices.hubs;
  const missing = all.filter(({ device, isHub }) => !isHub && portOf(device) === undefined).length;
  for (let room = sum(buses); room < missing; room = sum(buses)) {
    const place = chooseAny(buses, undefined, true);
    if (place === undefined) throw internal('No free USB ports', devices);
    hubs = [...hubs, { type: 'usb', address: place }];
  }
  for (const { device, isHub } of all) {
    if (!isHub) settle(device, isHub);
  }
  const one = <T extends UsbDevice>(device: T): T => {
    const address = placed.get(device);
    return address === undefined ? device : { ...device, address };
  };
  return {
    ...domain,
    devices: {
      ...devices,
      hubs: hubs.map(one),
      hostdevs: devices.hostdevs.map(one),
      disks: devices.disks.map(one),
      controllers: devices.controllers.map(one),
      inputs: devices.inputs.map(one),
      serials: devices.serials.map(one),
      sounds: devices.sounds.map(one),
      redirdevs: devices.redirdevs.map(one),
    },
  };
}

function usbDevices(devices: Devices): readonly { readonly device: UsbDevice; readonly isHub: boolean }[] {
  const plain: readonly UsbDevice[] = [
    ...devices.hostdevs.filter(({ hostdev }) => hostdev.mode === 'subsystem' && hostdev.device.type === 'usb'),
    ...devices.disks.filter(({ target }) => target.bus === 'usb'),
    ...devices.controllers.filter(({ kind }) => kind.type === 'ccid'),
    ...devices.inputs.filter(({ bus }) => bus === 'usb'),
    ...devices.serials.filter(({ target }) => target?.type === 'usb-serial'),
    ...devices.sounds.filter(({ model }) => model === 'usb'),
    ...devices.redirdevs,
  ];
  return [...devices.hubs.map(device => ({ device, isHub: true })), ...plain.map(device => ({ device, isHub: false }))];
}

function portOf({ address }: UsbDevice): string | undefined {
  return address?.type === 'usb' ? address.port : undefined;
}

function takeGiven(device: UsbDevice, isHub: boolean, buses: ReadonlyMap<number, UsbBus>): void {
  const { address } = device;
  if (address?.type !== 'usb') return;
  const { bus, port } = address;
  if (!buses.has(bus))
    throw contradiction(`USB bus ${bus} requested but no controller with that index is present`, address);
  if (port !== undefined && buses.get(bus)?.take(port, isHub) !== true)
    throw contradiction(`USB port ${port} of bus ${bus} is not available`, address);
}

function chooseAny(buses: ReadonlyMap<number, UsbBus>, wanted: number | undefined, isHub: boolean) {
  for (const [bus, ports] of [...buses].toSorted(([a], [b]) => a - b)) {
    if (wanted !== undefined && wanted !== bus) continue;
    const port = ports.choose(isHub);
    if (port !== undefined) return { type: 'usb', bus, port } as const;
  }
  return undefined;
}

function sum(buses: ReadonlyMap<number, UsbBus>): number {
  return [...buses.values()].reduce((total, bus) => total + bus.free, 0);
}
