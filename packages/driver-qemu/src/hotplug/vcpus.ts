import { VirtError } from '@tsvirt/util';
import { noteStatus } from '../domain/moves.js';
import type { Running } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { isObject, type JsonObject } from '../monitor/qmp-message.js';
import type { Monitor } from '../monitor/monitor.js';

interface Place {
  readonly type: string;
  readonly props: JsonObject;
  /** Where the CPU is in QEMU's tree; absent while the place is empty. */
  readonly path: string | undefined;
}

/**
 * Plugs CPUs into a running guest until it has this many. The caller holds the domain's job and has checked the maximum.
 * @throws OPERATION_UNSUPPORTED for fewer than there are, and where the machine has no places for more
 */
export async function setLiveVcpus(
  host: QemuHost,
  domain: Running,
  monitor: Monitor,
  count: number,
  signal: AbortSignal,
): Promise<void> {
  const { live } = domain;
  const { vcpu } = live.definition;
  const now = live.vcpuThreads.length;
  if (count < now)
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'QEMU',
      `taking vcpus out of a running guest is not supported: it has ${now}`,
    );
  const places = placesIn(await monitor.execute('query-hotpluggable-cpus', undefined, { signal }));
  const free = [...places.entries()].filter(([, { path }]) => path === undefined).slice(0, count - now);
  if (free.length < count - now)
    throw new VirtError('OPERATION_UNSUPPORTED', 'QEMU', 'the machine has no place for more vcpus');
  try {
    for (const [index, { type, props }] of free) {
      await monitor.execute('device_add', { driver: type, id: `vcpu${index}`, ...props }, { signal });
    }
  } finally {
    const threads = threadsOf(await monitor.execute('query-cpus-fast', undefined, { signal }));
    live.vcpuThreads = threads;
    const { vcpus: _states, ...definition } = live.definition;
    const { current: _current, ...rest } = vcpu;
    live.definition = {
      ...definition,
      vcpu: threads.length === vcpu.count ? rest : { ...rest, current: threads.length },
    };
    await noteStatus(host, domain);
  }
}

/** QEMU tells the last place first. */
function placesIn(reply: unknown): readonly Place[] {
  if (!Array.isArray(reply)) return [];
  return reply
    .flatMap((entry: unknown) => {
      if (!isObject(entry) || !isObject(entry['props']) || typeof entry['type'] !== 'string') return [];
      const path = entry['qom-path'];
      return [{ type: entry['type'], props: entry['props'], path: typeof path === 'string' ? path : undefined }];
    })
    .reverse();
}

function threadsOf(reply: unknown): readonly number[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((cpu: unknown) => {
    const thread = isObject(cpu) ? cpu['thread-id'] : undefined;
    return typeof thread === 'number' ? [thread] : [];
  });
}
