import { deferred, VirtError, waitFor } from '@tsvirt/util';
import { isRunning } from '@tsvirt/util/host';
import { applyCrashAction, guestEvent } from '../domain/guest-events.js';
import { moveTo, noteStatus } from '../domain/moves.js';
import { type LivePart, QemuDomain, type Running } from '../domain/qemu-domain.js';
import { finishReboot } from '../domain/reboot.js';
import { followEnd } from '../domain/start.js';
import { destroy, processEnded } from '../domain/stop.js';
import type { QemuHost } from '../host.js';
import { isObject } from '../monitor/qmp-message.js';
import { Monitor } from '../monitor/monitor.js';
import { foundProcess } from '../process/guest-process.js';
import { QemuProcess } from '../process/qemu-process.js';
import type { Status } from './status-file.js';

/** How long a monitor may take to answer before that is worth a line in the log. The guest is waited for nevertheless. */
const reattachTimeoutMs = 30_000;

/**
 * Takes one guest back: it is known from the first step on, and settled when its monitor has answered or its process is
 * seen to be gone. Errors concern this guest alone.
 */
export async function takeBack(host: QemuHost, status: Status): Promise<void> {
  try {
    await settle(host, status);
  } catch (reason) {
    if (host.context.signal.aborted) return;
    const { message } = VirtError.wrap(reason, 'QEMU');
    host.log.error(`domain '${status.definition.name}': cannot be taken back: ${message}`);
  }
}

async function settle(host: QemuHost, status: Status): Promise<void> {
  const { definition } = status;
  const holder = host.domains.withId(status.id);
  if (holder !== undefined) throw new VirtError('OPERATION_FAILED', 'QEMU', `'${holder.name}' has its id ${status.id}`);
  const known = host.domains.match(definition);
  if (known?.isActive === true) throw new VirtError('OPERATION_FAILED', 'QEMU', 'it has been taken back already');
  const domain = known ?? new QemuDomain({ uuid: definition.uuid, name: definition.name, config: undefined });
  if (known === undefined) host.domains.add(domain);
  const live: LivePart = {
    id: status.id,
    files: status.files,
    definition,
    process: undefined,
    unreached: undefined,
    rebootPending: status.rebootPending,
    outlive: undefined,
    balloonKiB: status.balloonKiB,
    leaving: new Map(),
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
  if (status.process === undefined) await abandon(host, domain, live);
  else await reattach(host, domain, live, status.process);
}

/** The daemon died while it started this guest, which has not run yet: it is ended. */
async function abandon(host: QemuHost, domain: QemuDomain, live: LivePart): Promise<void> {
  live.ending = 'startFailed';
  let closed = deferred();
  const open = () => {
    closed = deferred();
    return Monitor.open(live.files.monitor, {
      name: domain.name,
      timeoutMs: reattachTimeoutMs,
      signal: host.context.signal,
      onClose: () => closed.resolve(),
    });
  };
  try {
    const { monitor } = await patiently(host, domain, open);
    await monitor.execute('quit');
    // It has its disks open until then.
    await waitFor(closed.promise, { timeoutMs: reattachTimeoutMs, domain: 'QEMU', what: 'the end of QEMU' });
  } catch {
    // Nobody answers at the socket: the process was never started, or is gone.
  }
  if (!host.context.signal.aborted) await processEnded(host, domain, live);
}

async function reattach(
  host: QemuHost,
  domain: QemuDomain,
  live: LivePart,
  saved: NonNullable<Status['process']>,
): Promise<void> {
  // Known before anything is waited for: who destroys the guest now has a process to end.
  const found = foundProcess({ ...saved, name: domain.name });
  live.unreached = found;
  if (!(await isRunning(saved))) {
    await processEnded(host, domain, live);
    return;
  }
  const attempt = () =>
    QemuProcess.reattach(
      { ...found, monitorPath: live.files.monitor },
      {
        timeoutMs: reattachTimeoutMs,
        signal: host.context.signal,
        onEvent: event => guestEvent(host, domain, live, event),
        onExit: () => followEnd(host, domain, live),
      },
    );
  let process: QemuProcess | undefined;
  try {
    process = await patiently(host, domain, attempt);
  } catch (reason) {
    // It runs on without a monitor: its end can be asked for, and is seen.
    if (!host.context.signal.aborted) void found.ended.then(() => followEnd(host, domain, live));
    throw reason;
  }
  if (process === undefined) {
    await processEnded(host, domain, live);
    return;
  }
  live.process = process;
  live.unreached = undefined;
  const reply = await process.monitor.execute('query-status');
  const status = isObject(reply) ? reply['status'] : undefined;
  await domain.follow(() => agree(host, domain, live, typeof status === 'string' ? status : 'unknown'));
}

/** Tries again for as long as a process is there and says nothing: one that is stopped, or busy with its own start. */
async function patiently<T>(host: QemuHost, domain: QemuDomain, attempt: () => Promise<T>): Promise<T> {
  for (let first = true; ; first = false) {
    try {
      return await attempt();
    } catch (reason) {
      if (!VirtError.is(reason) || reason.code !== 'OPERATION_TIMEOUT') throw reason;
      if (first) host.log.warn(`domain '${domain.name}': its monitor does not answer yet: ${reason.message}`);
    }
  }
}

/** Makes up for what happened while no daemon listened. @param status QEMU's word for what the guest is doing */
async function agree(host: QemuHost, domain: QemuDomain, live: LivePart, status: string): Promise<void> {
  if (!isLife(domain, live)) return;
  const { state } = domain.phase;
  switch (status) {
    case 'prelaunch':
      // A guest that was started paused stays so; any other was cut off in its start.
      if (domain.phase.reason !== 'startingUp') return;
      void destroy(domain, 'startFailed').catch((reason: unknown) => host.log.error(String(reason)));
      return;
    case 'shutdown':
      if (live.rebootPending || live.definition.onPoweroff === 'restart') return finishReboot(host, domain);
      if (state !== 'shutdown') await moveTo(host, domain, 'guestShutdown');
      void destroy(domain, 'finish').catch((reason: unknown) => host.log.error(String(reason)));
      return;
    case 'running':
      // A reboot that was cut off after the reset is over; the flag belongs to the shutdown that has not come yet otherwise.
      if (domain.phase.reason === 'startingUp') await moveTo(host, domain, 'boot');
      else if (state === 'paused' || state === 'pmsuspended')
        await moveTo(host, domain, state === 'paused' ? 'resume' : 'wakeup');
      else await noteStatus(host, domain);
      return;
    case 'io-error':
      if (state === 'running') await moveTo(host, domain, 'stopOnIoError');
      return;
    case 'watchdog':
      if (state === 'running') await moveTo(host, domain, 'stopOnWatchdog');
      return;
    case 'guest-panicked':
      if (state === 'running') await moveTo(host, domain, 'stopOnPanic');
      await applyCrashAction(host, domain);
      return;
    case 'suspended':
      if (state === 'running') await moveTo(host, domain, 'sleep');
      return;
    default:
      if (live.rebootPending && state === 'running') return finishReboot(host, domain);
      if (state === 'running') await moveTo(host, domain, 'foundPaused');
  }
}

function isLife(domain: QemuDomain, live: LivePart): domain is Running {
  return domain.live === live;
}
