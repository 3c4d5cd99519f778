import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type DriverContext, declined, type OpenRequest, type RunningDriver } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { isFirstStart } from '@tsvirt/util/host';
import { ConsoleSessions } from './console/console-sessions.js';
import { start } from './domain/start.js';
import { requireInactive } from './domain/stop.js';
import { qemuHandlers } from './handlers/all.js';
import { QemuHost } from './host.js';
import { loadState, readDefinitions } from './state/loading.js';

/** Starts the driver: definitions are read and running guests taken back before the first connection is answered. */
export async function startDriver(context: DriverContext): Promise<RunningDriver> {
  // Each guest that is being taken back listens for the daemon's end.
  setMaxListeners(0, context.signal);
  const host = new QemuHost(context);
  const handlers = qemuHandlers(host, new ConsoleSessions());
  await Promise.all(
    [host.layout.definitions, host.layout.status, host.layout.library, host.layout.channels].map(folder =>
      mkdir(folder, { recursive: true, mode: 0o700 }),
    ),
  );
  const loaded = loadState(host).then(() => autostart(host));
  loaded.catch((reason: unknown) => host.log.error(`cannot read the state: ${VirtError.wrap(reason, 'QEMU').message}`));
  loaded
    .then(() => readDefinitions(host))
    .catch((reason: unknown) => host.log.debug(`definitions are read when asked for: ${String(reason)}`));
  return {
    async open(request) {
      if (!isOurs(request)) return declined;
      checkPath(request, context.privileged);
      await loaded;
      return { handlers, events: host.events };
    },
    async stop() {
      await loaded.catch(() => {}); // reported when it failed
      host.stopped = true;
      for (const { live } of host.domains) live?.process?.monitor.close();
      await host.capabilities.settled();
    },
  };
}

/** A URI without a path, or of another machine, is not for this driver. */
function isOurs({ uri }: OpenRequest): boolean {
  return uri.scheme?.split('+')[0] === 'qemu' && (uri.host === undefined || uri.host === '');
}

/** @throws INTERNAL_ERROR for a path that this daemon doesn't serve */
function checkPath({ uri }: OpenRequest, privileged: boolean): void {
  const wanted = uri.path;
  if (wanted === '/session' || (privileged && wanted === '/system')) return;
  const expected = privileged ? 'try qemu:///system' : 'try qemu:///session';
  throw new VirtError('INTERNAL_ERROR', 'QEMU', `unexpected QEMU URI path '${wanted ?? ''}', ${expected}`);
}

/** Starts the guests that start with the host: once after each boot of it, however often the daemon starts. */
async function autostart(host: QemuHost): Promise<void> {
  if (!(await isFirstStart(host.layout.status, 'QEMU'))) return;
  for (const domain of host.domains) {
    if (!domain.autostart || domain.isActive) continue;
    try {
      await using _job = await domain.jobs.begin('modify', host.context.signal);
      await requireInactive(host, domain);
      await start(host, domain, domain.current, {
        paused: false,
        endsWith: undefined,
        resetNvram: false,
        signal: host.context.signal,
      });
    } catch (reason) {
      host.log.error(
        `domain '${domain.name}': cannot be started with the host: ${VirtError.wrap(reason, 'QEMU').message}`,
      );
    }
  }
}
