import { deferred } from '@tsvirt/util';
import { type DetachedProcess, type ExitStatus, isRunning } from '@tsvirt/util/host';
import { Monitor, type MonitorOptions } from '../monitor/monitor.js';
import { endProcess, type GuestProcess } from './guest-process.js';

interface Parts {
  readonly name: string;
  readonly pid: number;
  readonly startTime: bigint;
  readonly monitor: Monitor;
  readonly monitorPath: string;
  readonly ended: Promise<ExitStatus>;
}

/** A running QEMU: its process and its monitor. */
export class QemuProcess implements GuestProcess {
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
    saved: GuestProcess & { readonly monitorPath: string },
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
      const ended = Promise.all([saved.ended, closed.promise]).then(([status]) => status);
      void ended.then(options.onExit);
      return new QemuProcess({ ...saved, monitor, ended });
    } catch (reason) {
      if (await isRunning(saved)) throw reason;
      return undefined;
    }
  }

  /** Ends the process, as `endProcess` does. */
  kill(options: { readonly graceful?: boolean; readonly signal?: AbortSignal } = {}): Promise<void> {
    return endProcess(this, options);
  }
}
