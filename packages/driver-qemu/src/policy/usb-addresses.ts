import type { Domain } from '@tsvirt/conf';
import { VirtError } from '@tsvirt/util';
import type { Controller, DeviceAddress } from '../definition.js';

type Devices = Domain['devices'];
interface UsbDevice {
  readonly address?: DeviceAddress | undefined;
}

const hubPorts = 8;

/** Root ports of a USB controller. */
function portsOf({ kind }: Controller): number {
  if (kind.type !== 'usb') return 0;
  switch (kind.model) {
    case 'ehci':
    case 'ich9-ehci1':
      return 6;
    case 'pci-ohci':
      return 3;
    case 'nec-xhci':
    case 'qemu-xhci':
      return kind.ports ?? 4;
    case 'none':
    // Their ports are those of the controller that they go with.
    case 'ich9-uhci1':
    case 'ich9-uhci2':
    case 'ich9-uhci3':
      return 0;
    default:
      return 2;
  }
}

/** The ports of one USB bus: those of its controller and of the hubs in them, by path. */
class UsbBus {
  /** Ports by the path of what they are on: '' is the controller, '1' the hub in its first port. */
  readonly #ports = new Map<string, (boolean | undefined)[]>();

  constructor(ports: number) {
    this.#ports.set('', Array.from({ length: ports }));
  }

  get free(): number {
    let count = 0;
    for (const ports of this.#ports.values()) count += ports.filter(taken => taken !== true).length;
    return count;
  }

  take(path: string, isHub: boolean): boolean {
    const cut = path.lastIndexOf('.');
    const ports = this.#ports.get(path.slice(0, Math.max(cut, 0)));
    const at = Number(path.slice(cut + 1)) - 1;
    if (ports === undefined || at < 0 || at >= ports.length || ports[at] === true) return false;
    ports[at] = true;
    if (isHub) this.#ports.set(path, Array.from({ length: hubPorts }));
    return true;
  }

  /** The first free port, those of the controller before those of hubs. */
  choose(isHub: boolean): string | undefined {
    for (const [path, ports] of [...this.#ports].toSorted(([a], [b]) => depth(a) - depth(b))) {
      const at = ports.findIndex(taken => taken !== true);
      if (at < 0) continue;
      const chosen = path === '' ? String(at + 1) : `${path}.${at + 1}`;
      this.take(chosen, isHub);
      return chosen;
    }
    return undefined;
  }
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('.').length;
}

/** Gives every USB device a port. Where ports run out, hubs are added. */
export function assignUsbAddresses(domain: Domain): Domain {
  const { devices } = domain;
  const buses = new Map<number, UsbBus>();
  for (const controller of devices.controllers) {
    const ports = portsOf(controller);
    if (ports > 0 && controller.master === undefined) buses.set(controller.index ?? 0, new UsbBus(ports));
  }
  const all = usbDevices(devices);
  if (all.length > 0 && devices.controllers.some(({ kind }) => kind.type === 'usb' && kind.model === 'none'))
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', "Can't add USB device. USB bus is disabled");
  if (buses.size === 0) return domain;
  const placed = new Map<object, { readonly type: 'usb'; readonly bus: number; readonly port: string }>();
  for (const { device, isHub } of all) takeGiven(device, isHub, buses);
  // The document's own hubs first: what is in them may be all that the others need.
  const settle = (device: UsbDevice, isHub: boolean) => {
    if (portOf(device) !== undefined || (device.address !== undefined && device.address.type !== 'usb')) return;
    const wanted = device.address?.type === 'usb' ? device.address.bus : undefined;
    const place = chooseAny(buses, wanted, isHub);
    if (place === undefined) throw new VirtError('INTERNAL_ERROR', 'DOMAIN', 'No free USB ports');
    placed.set(device, place);
  };
  for (const { device, isHub } of all) if (isHub) settle(device, isHub);
  let hubs = devices.hubs;
  const missing = all.filter(({ device, isHub }) => !isHub && portOf(device) === undefined).length;
  for (let room = sum(buses); room < missing; room = sum(buses)) {
    const place = chooseAny(buses, undefined, true);
    if (place === undefined) throw new VirtError('INTERNAL_ERROR', 'DOMAIN', 'No free USB ports');
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
  const port = portOf(device);
  const bus = device.address?.type === 'usb' ? (device.address.bus ?? 0) : 0;
  if (device.address?.type === 'usb' && !buses.has(bus))
    throw new VirtError('XML_ERROR', 'DOMAIN', `USB bus ${bus} requested but no controller with that index is present`);
  if (port !== undefined && buses.get(bus)?.take(port, isHub) !== true)
    throw new VirtError('XML_ERROR', 'DOMAIN', `USB port ${port} of bus ${bus} is not available`);
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
