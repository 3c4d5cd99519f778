import type { Domain } from '../domain.js';

/** Ports of one virtio-serial controller, unless it says otherwise. Port 0 is for a console. */
const defaultPorts = 31;

/** Gives channels on virtio-serial their ports, adding a controller when all ports are taken. Consoles are the hypervisor's to place. */
export function assignVirtioSerialPorts(domain: Domain): Domain {
  const { devices } = domain;
  const taken = new Map<number, Set<number>>();
  for (const { kind, index = 0 } of devices.controllers) if (kind.type === 'virtio-serial') taken.set(index, new Set());
  const all = [...devices.consoles, ...devices.channels];
  for (const { address } of all) {
    if (address?.type === 'virtio-serial' && address.port !== undefined && address.port > 0)
      use(taken, address.controller, address.port);
  }
  const sizes = new Map(
    devices.controllers.flatMap(({ kind, index = 0 }) =>
      kind.type === 'virtio-serial' ? [[index, kind.ports ?? defaultPorts] as const] : [],
    ),
  );
  const free = (controller: number, first: number): number | undefined => {
    const size = sizes.get(controller) ?? defaultPorts;
    for (let port = first; port < size; port++) if (taken.get(controller)?.has(port) !== true) return port;
    return undefined;
  };
  const assign = <T extends (typeof all)[number]>(device: T, first: number): T => {
    const { address } = device;
    const given = address?.type === 'virtio-serial' ? address : undefined;
    if (given !== undefined && given.port !== undefined && given.port > 0) return device;
    if (given === undefined && address !== undefined) return device;
    for (const controller of given === undefined ? [...taken.keys()].toSorted((a, b) => a - b) : [given.controller]) {
      const port = free(controller, first);
      if (port === undefined) continue;
      use(taken, controller, port);
      return { ...device, address: { type: 'virtio-serial', controller, bus: 0, port } };
    }
    const controller = Math.max(-1, ...taken.keys()) + 1;
    use(taken, controller, Math.max(first, 1));
    return { ...device, address: { type: 'virtio-serial', controller, bus: 0, port: Math.max(first, 1) } };
  };
  const channels = devices.channels.map(channel => (channel.target.type === 'virtio' ? assign(channel, 1) : channel));
  let { controllers } = devices;
  for (const index of taken.keys()) {
    if (!controllers.some(other => other.kind.type === 'virtio-serial' && (other.index ?? 0) === index))
      controllers = [...controllers, { index, kind: { type: 'virtio-serial' } }];
  }
  return { ...domain, devices: { ...devices, controllers, channels } };
}

function use(taken: Map<number, Set<number>>, controller: number, port: number): void {
  const ports = taken.get(controller) ?? new Set();
  taken.set(controller, ports.add(port));
}
