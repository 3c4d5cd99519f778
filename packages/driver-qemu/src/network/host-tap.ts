import { constants } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { VirtError } from '@tsvirt/util';
import { type NetworkDevices, openTap, runCommand, type TapDevice } from '@tsvirt/util/host';
import type { Interface } from '../definition.js';
import type { TapNames } from './tap-names.js';

/** What a tap is connected to on the host. */
export interface TapPlace {
  /** The bridge that it becomes a port of; absent: it stands alone. */
  readonly bridge: string | undefined;
}

/** The host's end of one interface while its guest is being started. */
export interface HostTap extends AsyncDisposable {
  readonly name: string;
  /** Descriptors of the queues. */
  readonly fds: readonly number[];
  /** Descriptors of the kernel's own workers for the queues; empty: QEMU moves the frames. */
  readonly vhostFds: readonly number[];
}

const vhostFile = '/dev/vhost-net';
const scriptTimeoutMs = 30_000;

/** The virtio models pass offloads on in a header before each frame. */
export function isVirtioNic({ model }: Interface): boolean {
  return model?.startsWith('virtio') ?? false;
}

/** How many queues an interface has; only virtio has more than one. */
export function queuesOf(nic: Interface): number {
  return isVirtioNic(nic) ? Math.max(1, nic.driver?.queues ?? 1) : 1;
}

/**
 * The MAC address of the host's end. A bridge takes the lowest of its ports' addresses for its own, so this one begins
 * high; and it must not be the guest's.
 */
export function tapMac(guestMac: string): string {
  return `${guestMac.toLowerCase().startsWith('fe') ? 'fa' : 'fe'}${guestMac.slice(2)}`;
}

/**
 * Makes the tap of an interface, with its address and size, on its bridge, and up.
 * @param kvm whether the kernel runs the guest, which is when it may move the guest's frames too
 * @throws SYSTEM_ERROR naming the device or the bridge
 */
export async function makeTap(
  nic: Interface,
  place: TapPlace,
  context: {
    readonly devices: NetworkDevices;
    readonly names: TapNames;
    readonly kvm: boolean;
    readonly signal: AbortSignal;
  },
): Promise<HostTap> {
  const { devices, names } = context;
  // Before the tap is made: a bridge that is not there is the commonest of mistakes.
  const mtu = nic.mtu ?? (place.bridge === undefined ? undefined : devices.mtu(place.bridge));
  const name = nameFor(nic, devices, names);
  const tap = await openTap({
    name,
    vnetHeader: isVirtioNic(nic),
    queues: queuesOf(nic),
    domain: 'QEMU',
    ...(nic.backend?.tap !== undefined && { file: nic.backend.tap }),
  });
  const vhost: FileHandle[] = [];
  const dispose = async () => {
    await Promise.all([tap[Symbol.asyncDispose](), ...vhost.splice(0).map(handle => handle.close())]);
  };
  try {
    await settle(nic, place, tap, mtu, context);
    if (usesVhost(nic, context.kvm)) vhost.push(...(await vhostWorkers(nic)));
  } catch (reason) {
    await dispose();
    throw reason;
  }
  return { name: tap.name, fds: tap.fds, vhostFds: vhost.map(({ fd }) => fd), [Symbol.asyncDispose]: dispose };
}

function nameFor(nic: Interface, devices: NetworkDevices, names: TapNames): string {
  const wanted = nic.target?.dev;
  if (nic.target?.managed === false) {
    if (wanted === undefined || !devices.exists(wanted))
      throw new VirtError(
        'CONFIG_UNSUPPORTED',
        'QEMU',
        `target managed='no' but specified dev '${wanted ?? ''}' doesn't exist`,
      );
    return wanted;
  }
  if (wanted === undefined) return names.take(devices);
  if (wanted.includes('%d')) return names.take(devices, wanted);
  // Attaching to somebody else's would take his place.
  if (devices.exists(wanted))
    throw new VirtError('OPERATION_FAILED', 'QEMU', `network device '${wanted}' exists already`);
  return wanted;
}

async function settle(
  nic: Interface,
  { bridge }: TapPlace,
  { name }: TapDevice,
  mtu: number | undefined,
  { devices, signal }: { readonly devices: NetworkDevices; readonly signal: AbortSignal },
): Promise<void> {
  const managed = nic.target?.managed !== false;
  if (managed && nic.mac?.address !== undefined) devices.setMac(name, tapMac(nic.mac.address));
  if (mtu !== undefined) devices.setMtu(name, mtu);
  if (bridge !== undefined) devices.addToBridge(bridge, name);
  if (bridge !== undefined && nic.isolated === true) await isolate(name);
  if (managed) devices.setUp(name, true);
  if (nic.script !== undefined) await runScript(nic.script, name, signal);
}

/** Isolated ports of a bridge can talk to the others only. */
async function isolate(name: string): Promise<void> {
  try {
    await writeFile(`/sys/class/net/${name}/brport/isolated`, '1');
  } catch (reason) {
    throw VirtError.system(reason, 'QEMU', `cannot isolate '${name}' on its bridge`);
  }
}

/** Runs an interface's own script with the name of the device. */
export async function runScript(script: string, name: string, signal?: AbortSignal): Promise<void> {
  await runCommand([script, name], {
    domain: 'QEMU',
    timeoutMs: scriptTimeoutMs,
    ...(signal !== undefined && { signal }),
  });
}

function usesVhost(nic: Interface, kvm: boolean): boolean {
  if (!isVirtioNic(nic) || nic.driver?.name === 'qemu') return false;
  return kvm || nic.driver?.name === 'vhost';
}

/** Who asks for vhost by name must get it; else a host without it just does without. */
async function vhostWorkers(nic: Interface): Promise<FileHandle[]> {
  const handles: FileHandle[] = [];
  try {
    while (handles.length < queuesOf(nic)) handles.push(await open(nic.backend?.vhost ?? vhostFile, constants.O_RDWR));
    return handles;
  } catch (reason) {
    await Promise.all(handles.map(handle => handle.close()));
    if (nic.driver?.name !== 'vhost') return [];
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', 'vhost-net was requested for an interface, but is unavailable', {
      cause: reason,
    });
  }
}
