import {
  attachDevice,
  type Device,
  devicesOfKind,
  requireDevice,
  type SingleKind,
  withAliases,
} from '@tsvirt/conf/domain';
import { deferred, VirtError } from '@tsvirt/util';
import type { EmulatorCapabilities } from '../capabilities/emulator-capabilities.js';
import { Arguments } from '../command/arguments.js';
import type { CommandContext } from '../command/context.js';
import { disks } from '../command/disk.js';
import { hostdevs } from '../command/hostdev.js';
import { inputs } from '../command/input.js';
import { interfaces } from '../command/interface.js';
import { memoryModules } from '../command/memory.js';
import { rngs } from '../command/rng.js';
import type { Guest } from '../definition.js';
import { noteStatus } from '../domain/moves.js';
import type { LivePart, Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import type { Monitor } from '../monitor/monitor.js';
import { completeStored } from '../policy/complete-guest.js';
import { withImageNumbers } from './image-numbers.js';
import { plug, unplugBackends } from './plug.js';

const noOrder: ReadonlyMap<unknown, number> = new Map();

/** How devices of a kind are written down for QEMU: as at the start of a guest that has but this one. */
const writers = {
  disks: context => disks(context, noOrder),
  interfaces: context => interfaces(context, noOrder),
  hostdevs: context => hostdevs(context, noOrder),
  rngs,
  inputs,
  memories: memoryModules,
} as const satisfies Partial<Record<SingleKind, (context: CommandContext) => void>>;

/** Kinds of devices that come and go while a guest runs. */
type PluggedKind = keyof typeof writers;

function pluggedKind({ kind }: Device, what: string): PluggedKind {
  if (isPlugged(kind)) return kind;
  throw new VirtError('OPERATION_UNSUPPORTED', 'QEMU', `live ${what} of device '${kind}' is not supported`);
}

function isPlugged(kind: string): kind is PluggedKind {
  return Object.hasOwn(writers, kind);
}

/** Buses from which disks come and go. */
const diskBuses: ReadonlySet<string | undefined> = new Set(['virtio', 'scsi', 'usb']);

/** How long a guest may take to let go of a device before its caller is told that it was asked. */
const leaveMs = 5_000;

/**
 * Plugs a device into a running guest. The caller holds the domain's job.
 * @throws OPERATION_UNSUPPORTED for devices that can't be; CONFIG_UNSUPPORTED where there is no place for one
 */
export async function plugDevice(
  host: QemuHost,
  domain: Running,
  monitor: Monitor,
  device: Device,
  signal: AbortSignal,
): Promise<void> {
  const kind = pluggedKind(device, 'attach');
  refuseFixed(device, 'attach');
  const { live } = domain;
  const { definition } = live;
  const capabilities = await host.capabilities.of(definition.devices.emulator);
  const attached = attachDevice(definition, device, { errors: 'QEMU' });
  const position = devicesOfKind(attached.devices, kind).findIndex(other => other === device.device);
  const completed = completeStored(attached, capabilities, host.layout.nvram);
  if (completed.devices.controllers.length > definition.devices.controllers.length)
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `no controller of the running guest has a place for the device`);
  const found = devicesOfKind(withAliases(completed).devices, kind)[position];
  if (found === undefined) throw new Error(`completing the definition lost a device of ${kind}`);
  const plugged = withImageNumbers(found, definition);
  await plug(monitor, argumentsOf(live, kind, plugged, capabilities), signal);
  // Others may have left or changed meanwhile, as guests let go of devices whenever they like.
  const { devices } = live.definition;
  const all = devicesOfKind(devices, kind).toSpliced(position, 0, plugged);
  live.definition = { ...live.definition, devices: { ...devices, [kind]: all } };
  await noteStatus(host, domain);
  host.emit('domainDeviceAdded', { dom: domain.reference, devAlias: plugged.alias ?? '' });
}

/**
 * Asks a running guest to let go of a device, and waits a while for it. A guest that takes longer is told of by an event.
 * @throws DEVICE_MISSING and others when it has none such; OPERATION_UNSUPPORTED for devices that stay
 */
export async function unplugDevice(
  domain: Running,
  monitor: Monitor,
  wanted: Device,
  signal: AbortSignal,
): Promise<void> {
  pluggedKind(wanted, 'detach');
  const device = requireDevice(domain.live.definition.devices, wanted, 'QEMU');
  refuseFixed(device, 'detach');
  const alias = 'alias' in device.device ? device.device.alias : undefined;
  if (alias === undefined) throw new VirtError('OPERATION_FAILED', 'QEMU', 'the device has no alias');
  await unplugAlias(domain, monitor, alias, signal);
}

/** As `unplugDevice`, for a device by its alias; with `wait` false it is only asked for. */
export async function unplugAlias(
  { live }: Running,
  monitor: Monitor,
  alias: string,
  signal: AbortSignal,
  { wait = true }: { readonly wait?: boolean } = {},
): Promise<void> {
  const left = deferred();
  live.leaving.set(alias, left);
  let timer: NodeJS.Timeout | undefined;
  try {
    await monitor.execute('device_del', { id: alias }, { signal });
    if (!wait) return;
    const patience = new Promise<void>(resolve => {
      timer = setTimeout(resolve, leaveMs);
    });
    await Promise.race([left.promise, live.gone.promise, patience]);
  } finally {
    clearTimeout(timer);
    live.leaving.delete(alias);
  }
}

/** A device has left the guest: what was behind it goes as well, and the definition forgets it. */
export async function deviceRemoved(host: QemuHost, domain: Running, alias: string): Promise<void> {
  const { live } = domain;
  const { devices } = live.definition;
  for (const kind of Object.keys(writers).filter(isPlugged)) {
    const list = devicesOfKind(devices, kind);
    const device = list.find(other => other.alias === alias);
    if (device === undefined) continue;
    live.definition = {
      ...live.definition,
      devices: { ...devices, [kind]: list.filter(other => other !== device) },
    };
    const monitor = live.process?.monitor;
    const capabilities = await host.capabilities.of(devices.emulator);
    if (monitor !== undefined) await unplugBackends(monitor, argumentsOf(live, kind, device, capabilities));
    await noteStatus(host, domain);
  }
  live.leaving.get(alias)?.resolve();
}

/** What stays for as long as the guest runs. */
function refuseFixed(device: Device, what: string): void {
  if (device.kind === 'disks' && (device.device.device ?? 'disk') !== 'disk' && device.device.device !== 'lun')
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'QEMU',
      `This type of disk cannot be hot ${what === 'attach' ? 'plugged' : 'unplugged'}`,
    );
  if (device.kind === 'disks' && !diskBuses.has(device.device.target.bus))
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'QEMU',
      `disk bus '${device.device.target.bus ?? ''}' cannot be hot${what === 'attach' ? 'plugged' : 'unplugged'}.`,
    );
}

function argumentsOf(
  { definition, files }: LivePart,
  kind: PluggedKind,
  device: Parameters<typeof withImageNumbers>[0],
  capabilities: EmulatorCapabilities,
): Arguments {
  const args = new Arguments();
  const domain: Guest = { ...definition, devices: { ...definition.devices, [kind]: [device] } };
  // Taps are made with the guest; an interface that needs one is refused by its writer.
  const nics = { tap: () => undefined };
  writers[kind]({ domain, capabilities, files, args, nics, runs: true, monitorFd: undefined });
  return args;
}
