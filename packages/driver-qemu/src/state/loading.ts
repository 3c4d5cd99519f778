import { parseDomain } from '@tsvirt/conf';
import { deferred, VirtError } from '@tsvirt/util';
import { asGuest } from '../definition.js';
import { guestEvent } from '../domain/guest-events.js';
import { moveTo, saveStatus } from '../domain/moves.js';
import { type LivePart, QemuDomain } from '../domain/qemu-domain.js';
import { finishReboot } from '../domain/reboot.js';
import { followEnd } from '../domain/start.js';
import { destroy, processEnded } from '../domain/stop.js';
import type { QemuHost } from '../host.js';
import { isObject } from '../monitor/qmp-message.js';
import { Monitor } from '../monitor/monitor.js';
import { QemuProcess } from '../process/qemu-process.js';
import { parseStatus, type Status } from './status-file.js';

/** How long a guest's monitor may take to answer when the daemon comes back. */
const reattachTimeoutMs = 30_000;

/** Reads all definitions, then takes back the guests that run. A file that cannot be read is reported and stays. */
export async function loadState(host: QemuHost): Promise<void> {
  const [definitions, statuses] = await Promise.all([
    host.definitions.load(text => asGuest(parseDomain(text, { inactive: true }))),
    host.statuses.load(parseStatus),
  ]);
  for (const { path, error } of [...definitions.broken, ...statuses.broken])
    host.log.error(`${path} is left as it is: ${error.message}`);
  for (const [name, config] of definitions.documents) {
    if (config.name === name) host.domains.add(new QemuDomain({ uuid: config.uuid, name, config }));
    else host.log.error(`definition '${name}' is left as it is: it is of domain '${config.name}'`);
  }
  const autostart = new Set(await host.definitions.autostartNames());
  for (const domain of host.domains) domain.autostart = autostart.has(domain.name);
  await Promise.all([...statuses.documents.values()].map(status => takeBack(host, status)));
}

/** Takes one guest back. Errors concern this guest alone. */
async function takeBack(host: QemuHost, status: Status): Promise<void> {
  const { definition } = status;
  const known = host.domains.withUuid(definition.uuid);
  const domain = known ?? new QemuDomain({ uuid: definition.uuid, name: definition.name, config: undefined });
  if (known === undefined) host.domains.add(domain);
  const live: LivePart = {
    id: status.id,
    files: status.files,
    definition,
    process: undefined,
    rebootPending: status.rebootPending,
    autodestroy: undefined,
    balloonKiB: status.balloonKiB,
    asked: undefined,
    ending: undefined,
    gone: deferred(),
    vcpuThreads: status.vcpuThreads,
  };
  for (const { target } of definition.devices.interfaces) if (target?.dev !== undefined) host.taps.reserve(target.dev);
  domain.phase = status.phase;
  host.domains.activate(domain, live);
  for (const { kind } of definition.devices.graphics) {
    if ((kind.type === 'vnc' || kind.type === 'spice') && kind.autoport === true && kind.port !== undefined)
      host.ports.reserve(kind.port);
  }
  try {
    if (status.process === undefined) await abandon(host, domain, live);
    else await reattach(host, domain, live, status.process);
  } catch (reason) {
    host.log.error(`domain '${domain.name}': cannot be taken back: ${VirtError.wrap(reason, 'QEMU').message}`);
  }
}

/** The daemon died while it started this guest, which has not run yet: it is ended. */
async function abandon(host: QemuHost, domain: QemuDomain, live: LivePart): Promise<void> {
  live.ending = 'startFailed';
  try {
    const { monitor } = await Monitor.open(live.files.monitor, { name: domain.name, timeoutMs: reattachTimeoutMs });
    await monitor.execute('quit');
  } catch {
    // Nobody answers at the socket: the process was never started, or is gone.
  }
  await processEnded(host, domain, live);
}

async function reattach(
  host: QemuHost,
  domain: QemuDomain,
  live: LivePart,
  saved: NonNullable<Status['process']>,
): Promise<void> {
  const process = await QemuProcess.reattach(
    { ...saved, name: domain.name, monitorPath: live.files.monitor },
    {
      timeoutMs: reattachTimeoutMs,
      onEvent: event => guestEvent(host, domain, live, event),
      onExit: () => followEnd(host, domain, live),
    },
  );
  if (process === undefined) {
    await processEnded(host, domain, live);
    return;
  }
  live.process = process;
  const reply = await process.monitor.execute('query-status');
  const status = isObject(reply) ? reply['status'] : undefined;
  await domain.follow(() => agree(host, domain, live, typeof status === 'string' ? status : 'unknown'));
}

/** Makes up for what happened while no daemon listened. @param status QEMU's word for what the guest is doing */
async function agree(host: QemuHost, domain: QemuDomain, live: LivePart, status: string): Promise<void> {
  if (!isLife(domain, live)) return;
  const { state } = domain.phase;
  switch (status) {
    case 'prelaunch':
      void destroy(domain, 'startFailed').catch((reason: unknown) => host.log.error(String(reason)));
      return;
    case 'shutdown':
      if (live.rebootPending) return finishReboot(host, domain);
      if (state !== 'shutdown') await moveTo(host, domain, 'guestShutdown');
      void destroy(domain, 'finish').catch((reason: unknown) => host.log.error(String(reason)));
      return;
    case 'running':
      // A reboot that was cut off after the reset is over; the flag belongs to the shutdown that has not come yet otherwise.
      if (state === 'paused' || state === 'pmsuspended')
        await moveTo(host, domain, state === 'paused' ? 'resume' : 'wakeup');
      else await saveStatus(host, domain);
      return;
    case 'io-error':
      if (state === 'running') await moveTo(host, domain, 'stopOnIoError');
      return;
    case 'watchdog':
      if (state === 'running') await moveTo(host, domain, 'stopOnWatchdog');
      return;
    case 'guest-panicked':
      if (state === 'running') await moveTo(host, domain, 'stopOnPanic');
      return;
    case 'suspended':
      if (state === 'running') await moveTo(host, domain, 'sleep');
      return;
    default:
      if (live.rebootPending && state === 'running') return finishReboot(host, domain);
      if (state === 'running') await moveTo(host, domain, 'foundPaused');
  }
}

function isLife(domain: QemuDomain, live: LivePart): domain is QemuDomain & { live: LivePart } {
  return domain.live === live;
}
