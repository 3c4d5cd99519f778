import { access } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { endGuests } from './guest-processes.js';
import type { Background, RunResult } from './process.js';
import { run } from './process.js';
import { Place } from './tsvirtd.js';

const drivers = fileURLToPath(new URL('../packages', import.meta.url));

/** Whether QEMU for x86 is on this machine. */
export const hasQemu = await access('/usr/bin/qemu-system-x86_64').then(
  () => true,
  () => false,
);

/** The URI of a driver behind a daemon's socket. */
export function uriThrough(driver: string, socket: string): string {
  const [scheme, rest = ''] = driver.split('://');
  return `${scheme}+unix://${rest}${rest.includes('?') ? '&' : '?'}socket=${socket}`;
}

/** The built daemon in a root of its own, with the workspace's drivers. */
export class WorkspaceDaemon implements AsyncDisposable {
  readonly place: Place;
  readonly #args: readonly string[];
  #process: Background;

  private constructor(place: Place, args: readonly string[], process: Background) {
    this.place = place;
    this.#args = args;
    this.#process = process;
  }

  /** Starts a daemon and waits until it listens. @param args further options of tsvirtd */
  static async start(args: readonly string[] = []): Promise<WorkspaceDaemon> {
    const place = await Place.create();
    const all = ['--driver-path', drivers, ...args];
    return new WorkspaceDaemon(place, all, await place.start(all));
  }

  /** A file below the daemon's root. */
  at(...names: readonly string[]): string {
    return path.join(this.place.root, ...names);
  }

  /** What the daemon has written. */
  get output(): string {
    return this.#process.output;
  }

  get pid(): number {
    const { pid } = this.#process.child;
    if (pid === undefined) throw new Error('tsvirtd was not started');
    return pid;
  }

  /** Settles with its exit status when the daemon ends. */
  get ended(): Promise<number | null> {
    return this.#process.ended;
  }

  /** A URI for libvirt's clients. @param driver `test:///default`, `test:///default?complete=1`, `qemu:///system` */
  uri(driver: string, socket = 'libvirt-sock'): string {
    return uriThrough(driver, this.place.socket(socket));
  }

  /** Runs virsh on a driver; its status is the caller's to judge. */
  virsh(driver: string, ...args: readonly string[]): Promise<RunResult> {
    return run('virsh', ['-c', this.uri(driver), ...args], { anyStatus: true });
  }

  /** Runs virsh and returns what it printed. @throws Error when it fails */
  async ok(driver: string, ...args: readonly string[]): Promise<string> {
    return (await run('virsh', ['-c', this.uri(driver), ...args])).stdout;
  }

  /** Ends the daemon with a signal and starts another on the same root. */
  async restart(signal: NodeJS.Signals): Promise<void> {
    await this.#process.stop(signal);
    this.#process = await this.place.start(this.#args);
  }

  /** Ends the daemon with a signal. @returns its exit status */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return this.#process.stop(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stop('SIGTERM');
    await endGuests(this.at('run', 'qemu'));
    await this.place.dispose();
  }
}
