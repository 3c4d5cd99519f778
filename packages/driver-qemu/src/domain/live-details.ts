import type { CharacterSource, Guest } from '../definition.js';
import { isObject } from '../monitor/qmp-message.js';
import type { Monitor } from '../monitor/monitor.js';
import type { LivePart } from './qemu-domain.js';

/** What only QEMU knows once it runs: threads of CPUs, terminals that it made, how much memory the guest has. */
export interface LiveDetails {
  readonly vcpuThreads: readonly number[];
  /** Paths of terminals by id of the character device. */
  readonly terminals: ReadonlyMap<string, string>;
}

/** Asks all questions at once, and says what QEMU is to do on a reset: one round trip. */
export async function readLiveDetails(live: LivePart, monitor: Monitor, signal?: AbortSignal): Promise<LiveDetails> {
  const options = signal === undefined ? {} : { signal };
  const { definition } = live;
  const [cpus, chardevs] = await Promise.all([
    monitor.execute('query-cpus-fast', undefined, options),
    hasTerminals(definition) ? monitor.execute('query-chardev', undefined, options) : undefined,
    definition.onReboot === 'destroy' ? monitor.execute('set-action', { reboot: 'shutdown' }, options) : undefined,
    ...passwords(definition).map(([protocol, password]) =>
      monitor.execute('set_password', { protocol, password, connected: 'keep' }, options),
    ),
    ...linksDown(definition).map(name => monitor.execute('set_link', { name, up: false }, options)),
    balloonTarget(definition) === undefined
      ? undefined
      : monitor.execute('balloon', { value: Number(balloonTarget(definition)) }, options),
    statisticsPeriod(definition) === undefined
      ? undefined
      : monitor.execute(
          'qom-set',
          {
            path: '/machine/peripheral/balloon0',
            property: 'guest-stats-polling-interval',
            value: statisticsPeriod(definition),
          },
          options,
        ),
  ]);
  return { vcpuThreads: threadsOf(cpus), terminals: terminalsOf(chardevs) };
}

/** Puts what was learnt into the live part. */
export function agreedDetails(live: LivePart, { vcpuThreads, terminals }: LiveDetails): void {
  live.vcpuThreads = vcpuThreads;
  if (terminals.size === 0) return;
  const { devices } = live.definition;
  const found = <T extends { readonly alias?: string | undefined; readonly source: CharacterSource }>(device: T): T => {
    const path = terminals.get(`char${device.alias ?? ''}`);
    return device.source.type === 'pty' && path !== undefined
      ? { ...device, source: { ...device.source, path } }
      : device;
  };
  live.definition = {
    ...live.definition,
    devices: {
      ...devices,
      serials: devices.serials.map(found),
      parallels: devices.parallels.map(found),
      channels: devices.channels.map(found),
      consoles: devices.consoles.map(device => {
        const console = found(device);
        return console.source.type === 'pty' && console.source.path !== undefined
          ? { ...console, tty: console.source.path }
          : console;
      }),
    },
  };
}

function hasTerminals({ devices }: Guest): boolean {
  return [devices.serials, devices.parallels, devices.channels, devices.consoles]
    .flat()
    .some(({ source }) => source.type === 'pty');
}

function passwords({ devices }: Guest): readonly (readonly [protocol: string, password: string])[] {
  return devices.graphics.flatMap(({ kind }) =>
    (kind.type === 'vnc' || kind.type === 'spice') && kind.passwd !== undefined
      ? [[kind.type, kind.passwd] as const]
      : [],
  );
}

function linksDown({ devices }: Guest): readonly string[] {
  return devices.interfaces.flatMap(({ linkState, alias }) =>
    linkState === 'down' && alias !== undefined ? [alias] : [],
  );
}

/** Bytes that the guest shall have when it is less than it could have. */
function balloonTarget({ memory, currentMemoryKiB, devices }: Guest): bigint | undefined {
  const hasBalloon = devices.memballoon?.model.startsWith('virtio') ?? false;
  return hasBalloon && currentMemoryKiB < memory.sizeKiB ? currentMemoryKiB * 1024n : undefined;
}

function statisticsPeriod({ devices }: Guest): number | undefined {
  const period = devices.memballoon?.statsPeriod ?? 0;
  return period > 0 ? period : undefined;
}

function threadsOf(reply: unknown): readonly number[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((cpu: unknown) => {
    const thread = isObject(cpu) ? cpu['thread-id'] : undefined;
    return typeof thread === 'number' ? [thread] : [];
  });
}

function terminalsOf(reply: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(reply)) return found;
  for (const device of reply) {
    if (!isObject(device)) continue;
    const { label, filename } = device;
    if (typeof label !== 'string' || typeof filename !== 'string' || !filename.startsWith('pty:')) continue;
    found.set(label, filename.slice('pty:'.length));
  }
  return found;
}
