import { allDevices, type Change, type Device, type Domain as Document, formatDevice } from '@tsvirt/conf';
import type { Domain } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';

/** What became of changes to a guest that runs. */
export interface LiveChanges {
  /** Devices that came, went or changed at once. */
  readonly done: readonly string[];
  /** What takes a restart of the guest, and why. */
  readonly later: readonly string[];
}

type Step = { readonly what: string; readonly act: () => Promise<void> };

/** Brings devices, memory, CPUs, title and description of a running guest from one definition to another, as far as its driver can. */
export async function changeLive(
  domain: Domain,
  before: Document,
  after: Document,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<LiveChanges> {
  const done: string[] = [];
  const later = changes.filter(({ path }) => !isLive(path)).map(({ path }) => path);
  for (const { what, act } of steps(domain, before, after, signal)) {
    try {
      await act();
      done.push(what);
    } catch (reason) {
      if (signal.aborted || !VirtError.is(reason) || reason.code === 'RPC') throw reason;
      later.push(`${what} (${reason.message})`);
    }
  }
  return { done, later };
}

const livePaths: readonly string[] = ['currentMemoryKiB', 'vcpu.current', 'title', 'description'];

/** Where `steps` looks. */
function isLive(path: string): boolean {
  return path.startsWith('devices.') || livePaths.includes(path);
}

function steps(domain: Domain, before: Document, after: Document, signal: AbortSignal): Step[] {
  const limits = { live: true, signal };
  const was = byIdentity(before);
  const is = byIdentity(after);
  const gone = [...was].filter(([key]) => !is.has(key));
  const come = [...is].filter(([key]) => !was.has(key));
  const other = [...is].filter(([key, device]) => {
    const old = was.get(key);
    return old !== undefined && formatDevice(old) !== formatDevice(device);
  });
  const { currentMemoryKiB } = after;
  const memory: Step[] =
    currentMemoryKiB === undefined || currentMemoryKiB === before.currentMemoryKiB
      ? []
      : [{ what: `~ memory ${currentMemoryKiB} KiB`, act: () => domain.setMemoryFlags(currentMemoryKiB, limits) }];
  const cpus = after.vcpu.current ?? after.vcpu.count;
  const processors: Step[] =
    cpus === (before.vcpu.current ?? before.vcpu.count)
      ? []
      : [{ what: `~ ${cpus} CPUs`, act: () => domain.setVcpusFlags(cpus, limits) }];
  return [
    ...gone.map(([key, one]) => ({ what: `- ${key}`, act: () => domain.detachDeviceFlags(formatDevice(one), limits) })),
    ...other.map(([key, one]) => ({
      what: `~ ${key}`,
      act: () => domain.updateDeviceFlags(formatDevice(one), limits),
    })),
    ...come.map(([key, one]) => ({ what: `+ ${key}`, act: () => domain.attachDeviceFlags(formatDevice(one), limits) })),
    ...memory,
    ...processors,
    ...(['title', 'description'] as const).flatMap(what => {
      const act = () => domain.setMetadata(what, after[what], limits);
      return after[what] === before[what] ? [] : [{ what: `~ ${what}`, act }];
    }),
  ];
}

/** Devices by what tells them apart; of those that nothing does, what they are. */
function byIdentity({ devices }: Document): Map<string, Device> {
  return new Map(Array.from(allDevices(devices), device => [identityOf(device), device]));
}

function identityOf(device: Device): string {
  switch (device.kind) {
    case 'disks':
      return `disk ${device.device.target.dev}`;
    case 'interfaces':
      return `interface ${device.device.mac?.address ?? ''}`;
    default:
      return `${device.kind} ${formatDevice(device)}`;
  }
}
