import { deferred, VirtError } from '@tsvirt/util';
import {
  type DetachedProcess,
  type ExitStatus,
  hasNative,
  isRunning,
  type ProcessIdentity,
  signalProcess,
  watchProcess,
} from '@tsvirt/util/host';
import { Monitor, type MonitorOptions } from '../monitor/monitor.js';

interface Parts {
  readonly name: string;
  readonly pid: number;
  readonly startTime: bigint;
  readonly monitor: Monitor;
  readonly monitorPath: string;
  readonly ended: Promise<ExitStatus>;
}

/** How long a process gets to end by itself after SIGTERM, before SIGKILL. */
const terminateMs = 10_000;
/** How long the kernel may take to remove a killed process. */
const killMs = 30_000;

/** A running QEMU: its process and its monitor. */
export class QemuProcess implements ProcessIdentity {
  readonly name: string;
  readonly pid: number;
  readonly startTime: bigint;
  readonly monitor: Monitor;
  readonly monitorPath: string;
  /** Settles once, when the process has gone and its last event was delivered. Never rejects. */
  readonly ended: Promise<ExitStatus>;

  private constructor(parts: Parts) {
    this.name = parts.name;
    this.pid = parts.pid;
    this.startTime = parts.startTime;
    this.monitor = parts.monitor;
    this.monitorPath = parts.monitorPath;
    this.ended = parts.ended;
  }

  /** The process that this daemon has just started. @param parts.closed settles when the monitor's connection has ended */
  static ofChild(parts: {
    readonly name: string;
    readonly child: DetachedProcess;
    readonly monitor: Monitor;
    readonly monitorPath: string;
    readonly closed: Promise<void>;
  }): QemuProcess {
    const { pid, startTime, exited } = parts.child;
    const ended = Promise.all([exited, parts.closed]).then(([status]) => status);
    return new QemuProcess({ ...parts, pid, startTime, ended });
  }

  /**
   * Takes back a process that an earlier daemon started. Nobody tells how such a process ends, so its exit status is empty.
   * @returns undefined when that process has gone
   * @throws VirtError when it runs and its monitor doesn't answer
   */
  static async reattach(
    saved: ProcessIdentity & { readonly name: string; readonly monitorPath: string },
    options: Omit<MonitorOptions, 'name' | 'onClose'> & { readonly onExit: (status: ExitStatus) => void },
  ): Promise<QemuProcess | undefined> {
    if (!(await isRunning(saved))) return undefined;
    const closed = deferred();
    try {
      const { monitor } = await Monitor.open(saved.monitorPath, {
        ...options,
        name: saved.name,
        onClose: () => closed.resolve(),
      });
      const gone = exitOf(saved, closed.promise);
      const ended = Promise.all([gone, closed.promise]).then(
        (): ExitStatus => ({ status: undefined, signal: undefined }),
      );
      void ended.then(options.onExit);
      return new QemuProcess({ ...saved, monitor, ended });
    } catch (reason) {
      if (await isRunning(saved)) throw reason;
      return undefined;
    }
  }

  /**
   * Ends the process: SIGTERM, then SIGKILL when that isn't heeded. With `graceful` there is no SIGKILL.
   * @throws VirtError OPERATION_FAILED when the process outlives this
   */
  async kill(options: { readonly graceful?: boolean; readonly signal?: AbortSignal } = {}): Promise<void> {
    await signalProcess(this, 'SIGTERM');
    if (await this.#endsWithin(terminateMs, options.signal)) return;
    if (!options.graceful) {
      await signalProcess(this, 'SIGKILL');
      if (await this.#endsWithin(killMs, options.signal)) return;
    }
    throw new VirtError('OPERATION_FAILED', 'QEMU', `domain '${this.name}': process ${this.pid} did not end`);
  }

  async #endsWithin(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    let aborted: (() => void) | undefined;
    const limit = new Promise<false>((resolve, reject) => {
      timer = setTimeout(() => resolve(false), ms);
      aborted = () => reject(VirtError.wrap(signal?.reason, 'QEMU'));
      signal?.addEventListener('abort', aborted, { once: true });
    });
    try {
      return await Promise.race([this.ended.then(() => true as const), limit]);
    } finally {
      clearTimeout(timer);
      if (aborted !== undefined) signal?.removeEventListener('abort', aborted);
    }
  }
}

/** When a process that is no child of this daemon is gone. Without native calls its monitor's end has to tell. */
function exitOf(identity: ProcessIdentity, closed: Promise<void>): Promise<void> {
  if (!hasNative()) return closed;
  const exited = deferred();
  watchProcess(identity, () => exited.resolve()).catch(() => closed.then(() => exited.resolve()));
  return exited.promise;
}
