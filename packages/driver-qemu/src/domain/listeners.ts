import { join } from 'node:path';
import type { Channel, Graphics, GraphicsListen, Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import type { GuestFiles } from '../state/layout.js';

/** Graphical consoles of a guest whose definition doesn't say where to listen are for this host only. */
const localOnly = '127.0.0.1';

/** Settles where the guest's consoles and channels listen while it runs: ports, addresses, socket paths. */
export async function withPorts(host: QemuHost, guest: Guest, files: GuestFiles): Promise<Guest> {
  const { devices } = guest;
  const graphics: Graphics[] = [];
  try {
    for (const console of devices.graphics) graphics.push(await placed(host, console, files));
  } catch (reason) {
    releasePorts(host, graphics);
    throw reason;
  }
  return {
    ...guest,
    devices: { ...devices, graphics, channels: devices.channels.map(channel => withSocket(channel, files)) },
  };
}

/** Gives back the ports that consoles had chosen for them. */
export function releasePorts(host: QemuHost, graphics: readonly Graphics[]): void {
  for (const { kind } of graphics) {
    if ((kind.type === 'vnc' || kind.type === 'spice') && kind.autoport === true && kind.port !== undefined)
      host.ports.release(kind.port);
  }
}

async function placed(host: QemuHost, graphics: Graphics, files: GuestFiles): Promise<Graphics> {
  const { kind } = graphics;
  if (kind.type !== 'vnc' && kind.type !== 'spice') return graphics;
  const listens = (kind.listens ?? [{ type: 'address' } as const]).map(listen => withAddress(listen, kind.type, files));
  const [first] = listens;
  if (first?.type === 'socket' || first?.type === 'none') return { ...graphics, kind: { ...kind, listens } };
  const address = first?.address ?? localOnly;
  const wanted = kind.autoport === true || kind.port === undefined || kind.port < 0;
  if (!wanted) return { ...graphics, kind: { ...kind, listens } };
  return { ...graphics, kind: { ...kind, autoport: true, port: await host.ports.take(address), listens } };
}

function withAddress(listen: GraphicsListen, protocol: string, files: GuestFiles): GraphicsListen {
  switch (listen.type) {
    case 'address':
      return { ...listen, address: listen.address ?? localOnly };
    case 'network':
      return { ...listen, address: listen.address ?? localOnly };
    case 'socket':
      return { ...listen, socket: listen.socket ?? join(files.folder, `${protocol}.sock`) };
    case 'none':
      return listen;
    default:
      return listen satisfies never;
  }
}

/** A channel by socket gets a path of its own, and is not yet opened in the guest. */
function withSocket(channel: Channel, files: GuestFiles): Channel {
  const { target, source } = channel;
  if (target.type !== 'virtio') return channel;
  const state = { ...channel, target: { ...target, state: 'disconnected' } } as const;
  if (source.type !== 'unix' || source.path !== undefined)
    return source.type === 'unix' || source.type === 'pty' ? state : channel;
  return { ...state, source: { ...source, mode: 'bind', path: join(files.channels, target.name ?? 'channel') } };
}
