import { Undo, VirtError } from '@tsvirt/util';
import { NetworkDevices } from '@tsvirt/util/host';
import type { NicBackends } from '../command/context.js';
import type { Guest, Interface } from '../definition.js';
import type { QemuHost } from '../host.js';
import { bindFilter, unbindFilter } from '../network/filter-bindings.js';
import { type HostTap, makeTap, runScript } from '../network/host-tap.js';
import { plugIn, unplug } from '../network/network-ports.js';

/** The host's side of a guest's interfaces, held from before the guest starts until it runs, or never ran. */
export interface ConnectedNics extends AsyncDisposable {
  /** The guest with what was found for it: names of taps, ports of networks. */
  readonly guest: Guest;
  readonly backends: NicBackends;
  /** Descriptors that QEMU inherits, in the order of `backends`. */
  readonly fds: readonly number[];
  /** The guest runs: what was made stays until it ends. */
  keep(): void;
}

/** Interfaces that QEMU serves by itself, without a device of the host, and those that are none of its. */
const servedByQemu: ReadonlySet<string> = new Set(['user', 'client', 'server', 'mcast', 'udp', 'null']);

/**
 * Makes what a guest's interfaces need on the host. Disposing closes this process's ends, and takes everything back
 * unless it was kept.
 * @param firstFd the number that the first of the descriptors has in QEMU
 * @throws CONFIG_UNSUPPORTED for kinds of interfaces that this driver cannot connect; SYSTEM_ERROR and others naming the device
 */
export async function connectNics(
  host: QemuHost,
  guest: Guest,
  { firstFd, signal }: { readonly firstFd: number; readonly signal: AbortSignal },
): Promise<ConnectedNics> {
  const undo = new Undo(reason => host.log.warn(`domain '${guest.name}': ${String(reason)}`));
  const taps: HostTap[] = [];
  const byIndex = new Map<number, { readonly fds: string[]; readonly vhostFds: string[] }>();
  const fds: number[] = [];
  const passed = (list: readonly number[]) => list.map(fd => String(firstFd + fds.push(fd) - 1));
  const interfaces: Interface[] = [];
  try {
    for (const [index, nic] of guest.devices.interfaces.entries()) {
      const connected = await connect(host, guest, nic, undo, signal);
      interfaces.push(connected.nic);
      if (connected.tap === undefined) continue;
      taps.push(connected.tap);
      byIndex.set(index, { fds: passed(connected.tap.fds), vhostFds: passed(connected.tap.vhostFds) });
    }
  } catch (reason) {
    await closeAll(taps);
    await undo[Symbol.asyncDispose]();
    throw reason;
  }
  return {
    guest: { ...guest, devices: { ...guest.devices, interfaces } },
    backends: { tap: index => byIndex.get(index) },
    fds,
    keep: () => undo.keep(),
    async [Symbol.asyncDispose]() {
      await closeAll(taps);
      await undo[Symbol.asyncDispose]();
    },
  };
}

async function closeAll(taps: readonly HostTap[]): Promise<void> {
  await Promise.all(taps.map(tap => tap[Symbol.asyncDispose]()));
}

interface Connected {
  readonly nic: Interface;
  readonly tap: HostTap | undefined;
}

async function connect(
  host: QemuHost,
  guest: Guest,
  nic: Interface,
  undo: Undo,
  signal: AbortSignal,
): Promise<Connected> {
  const { source } = nic;
  if (servedByQemu.has(source.type)) return { nic, tap: undefined };
  switch (source.type) {
    case 'ethernet':
      return connectTap(host, guest, nic, undefined, undo, signal);
    case 'bridge':
      refuseForeignSwitch(guest, nic);
      return connectTap(host, guest, nic, source.bridge, undo, signal);
    case 'network': {
      const { portId, plug } = await plugIn(host.context, guest, nic, source, signal);
      const plugged = { ...nic, source: { ...source, portId } };
      undo.add(() => unplug(host.context, plugged.source));
      if (plug.type !== 'network' && plug.type !== 'bridge')
        throw unsupported(guest, nic, `network of kind ${plug.type}`);
      refuseForeignSwitch(guest, nic);
      const { bridge } = plug;
      return connectTap(host, guest, { ...plugged, source: { ...plugged.source, bridge } }, bridge, undo, signal);
    }
    default:
      throw unsupported(guest, nic, `type '${source.type}'`);
  }
}

/** The interface with the tap that was made for it. */
async function connectTap(
  host: QemuHost,
  guest: Guest,
  nic: Interface,
  bridge: string | undefined,
  undo: Undo,
  signal: AbortSignal,
): Promise<Connected> {
  using devices = new NetworkDevices('QEMU');
  const tap = await makeTap(nic, { bridge }, { devices, names: host.taps, kvm: guest.type === 'kvm', signal });
  try {
    if (nic.filterref !== undefined) {
      await bindFilter(host.context, guest, nic, tap.name, signal);
      undo.add(() => unbindFilter(host.context, tap.name));
    }
  } catch (reason) {
    await tap[Symbol.asyncDispose]();
    throw reason;
  }
  return { nic: { ...nic, target: { ...nic.target, dev: tap.name } }, tap };
}

/** Takes away what a guest's interfaces left on the host; their taps went with the process. Never throws. */
export async function disconnectNics(host: QemuHost, guest: Guest): Promise<void> {
  for (const nic of guest.devices.interfaces) {
    const dev = nic.target?.dev;
    const tolerant = async (step: () => Promise<void>) => {
      try {
        await step();
      } catch (reason) {
        host.log.warn(`domain '${guest.name}': interface ${dev ?? ''}: ${VirtError.wrap(reason, 'QEMU').message}`);
      }
    };
    const { source, filterref, downscript } = nic;
    if (source.type === 'network') await tolerant(() => unplug(host.context, source));
    if (dev === undefined) continue;
    if (filterref !== undefined) await tolerant(() => unbindFilter(host.context, dev));
    if (downscript !== undefined) await tolerant(() => runScript(downscript, dev));
  }
}

function refuseForeignSwitch(guest: Guest, nic: Interface): void {
  const { type } = nic.virtualport ?? {};
  if (type !== undefined) throw unsupported(guest, nic, `virtual port '${type}'`);
}

function unsupported(guest: Guest, { mac }: Interface, what: string): VirtError {
  const detail = `interface ${mac?.address ?? ''} of domain '${guest.name}': ${what} is not supported for running guests`;
  return new VirtError('CONFIG_UNSUPPORTED', 'QEMU', detail);
}
