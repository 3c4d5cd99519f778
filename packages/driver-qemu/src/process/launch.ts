import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import net from 'node:net';
import { deferred, Undo, VirtError } from '@tsvirt/util';
import { checkSocketPath, type DetachedProcess, type ExitStatus, spawnDetached } from '@tsvirt/util/host';
import { Monitor, type MonitorOptions } from '../monitor/monitor.js';
import type { QmpGreeting } from '../monitor/qmp-message.js';
import { QemuProcess } from './qemu-process.js';

/** The descriptor under which QEMU finds its monitor's listening socket. Further ones follow it in order. */
export const monitorFd = 3;
/** The first of `LaunchRequest.fds` inside QEMU. */
export const firstExtraFd = monitorFd + 1;

/** How long QEMU may take from exec to its first answer. Big guests with preallocated memory need minutes. */
const startTimeoutMs = 300_000;
/**
 * How long one connection to the monitor is given. QEMU moves its listening socket from one thread to another while it starts,
 * and a connection that is taken in that moment may never be spoken to; the next one is.
 */
const connectionPatienceMs = 15_000;
/** How long a process that has closed its monitor may take to end before that itself is the error. */
const exitGraceMs = 5_000;
/** As much of a failed start's log as an error message carries. */
const logTailBytes = 4096;

export interface LaunchRequest {
  /** The guest's name, for messages. */
  readonly name: string;
  readonly emulator: string;
  /** All arguments, the monitor's included; it refers to `monitorFd`. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where the monitor's socket is bound. */
  readonly monitorPath: string;
  /** The guest's log, opened for appending; QEMU's output and errors go there. */
  readonly log: FileHandle;
  /** Descriptors that QEMU inherits as `firstExtraFd`, +1, ...; they stay the caller's. */
  readonly fds?: readonly number[];
  /** How long a connection to the monitor may stay silent before another is made, in milliseconds; 15 s unless given. */
  readonly patienceMs?: number;
  readonly onEvent: MonitorOptions['onEvent'];
  /** Called once when the process has ended (or its monitor broke), after all events. */
  readonly onExit: (status: ExitStatus) => void;
  readonly signal?: AbortSignal;
}

export interface Launched {
  readonly process: QemuProcess;
  readonly greeting: QmpGreeting;
}

/**
 * Starts QEMU detached, so that it outlives the daemon, and returns once it answers on its monitor. The listening socket
 * is bound here and inherited, hence connecting needs no waiting.
 * @throws VirtError INTERNAL_ERROR with the tail of the log when QEMU ends or refuses before it answers
 */
export async function launch(request: LaunchRequest): Promise<Launched> {
  await using undo = new Undo(() => {});
  const { listener, path } = await bindMonitor(request.monitorPath);
  undo.add(() => rm(path, { force: true }));
  const { size: logStart } = await request.log.stat();
  let child: DetachedProcess;
  try {
    child = await spawnQemu(request, listener);
  } finally {
    listener.close();
  }
  const { exited } = child;
  undo.add(() => void child.kill('SIGKILL'));
  const failed = exited.then(async status => {
    throw new VirtError(
      'INTERNAL_ERROR',
      'QEMU',
      `process exited while connecting to monitor: ${(await logTail(request.log, logStart)) || describe(status)}`,
    );
  });
  failed.catch(() => {}); // a later exit is the supervisor's to report
  const connected = connect(request).catch(reason => explain(reason, failed, request.signal));
  const { monitor, greeting, closed } = await Promise.race([connected, failed]);
  const process = QemuProcess.ofChild({ child, monitor, monitorPath: request.monitorPath, closed, name: request.name });
  void process.ended.then(request.onExit);
  undo.keep();
  return { process, greeting };
}

/** Opens the monitor, again for as long as nobody answers there; `closed` settles when its connection has ended. */
async function connect({
  name,
  monitorPath,
  patienceMs = connectionPatienceMs,
  onEvent,
  signal,
}: LaunchRequest): Promise<{
  readonly monitor: Monitor;
  readonly greeting: QmpGreeting;
  readonly closed: Promise<void>;
}> {
  const deadline = performance.now() + startTimeoutMs;
  for (;;) {
    const closed = deferred();
    try {
      const opened = await Monitor.open(monitorPath, {
        name,
        timeoutMs: patienceMs,
        onClose: () => closed.resolve(),
        ...(onEvent === undefined ? {} : { onEvent }),
        ...(signal === undefined ? {} : { signal }),
      });
      return { ...opened, closed: closed.promise };
    } catch (reason) {
      const isSilent = VirtError.is(reason) && reason.code === 'OPERATION_TIMEOUT' && signal?.aborted !== true;
      if (!isSilent || performance.now() > deadline) throw reason;
    }
  }
}

/** Binds beside and renames: closing a server unlinks the path it was bound to, and this one must stay. */
async function bindMonitor(path: string): Promise<{ listener: net.Server; path: string }> {
  const temporary = `${path}.tmp`;
  checkSocketPath(temporary, 'QEMU');
  await rm(temporary, { force: true });
  const listener = net.createServer();
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(temporary, resolve);
  });
  try {
    await rename(temporary, path);
  } catch (reason) {
    listener.close();
    throw VirtError.system(reason, 'QEMU', `cannot make the monitor's socket '${path}'`);
  }
  return { listener, path };
}

function spawnQemu(request: LaunchRequest, listener: net.Server): Promise<DetachedProcess> {
  const { log, fds = [] } = request;
  // Node tells the descriptor of a listening socket on its undocumented handle only.
  const handle: unknown = Reflect.get(listener, '_handle');
  const socket: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  if (typeof socket !== 'number') throw new Error('a listening server has no descriptor: this Node hides it');
  return spawnDetached([request.emulator, ...request.args], {
    domain: 'QEMU',
    env: request.env,
    cwd: '/',
    stdout: log.fd,
    stderr: log.fd,
    fds: [socket, ...fds],
  });
}

/** A monitor that breaks because the process died is reported with what the process wrote, so its exit gets a moment to tell. */
async function explain(reason: unknown, failed: Promise<never>, signal: AbortSignal | undefined): Promise<never> {
  // Whoever has given up has a reason of his own, and waits no longer.
  if (signal?.aborted === true || !VirtError.is(reason) || reason.code === 'OPERATION_TIMEOUT') throw reason;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(reason), exitGraceMs);
  });
  try {
    return await Promise.race([failed, patience]);
  } finally {
    clearTimeout(timer);
  }
}

async function logTail(log: FileHandle, from: number): Promise<string> {
  const path = `/proc/self/fd/${log.fd}`; // the guest's log is open for appending only
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const start = Math.max(from, size - logTailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle.close();
  }
}

function describe({ status, signal }: ExitStatus): string {
  return signal === undefined ? `exit status ${status ?? 'unknown'}` : `killed by ${signal}`;
}
