import type { Guest } from '../definition.js';
import { type Deferred, JobQueue } from '@tsvirt/util';
import type { Phase } from '../lifecycle.js';
import type { GuestProcess } from '../process/guest-process.js';
import type { QemuProcess } from '../process/qemu-process.js';
import type { GuestFiles } from '../state/layout.js';

/** What a running guest has besides its definition. Everything but the process is in its status file too. */
export interface LivePart {
  /** Unique among running guests; never given again while the daemon runs. */
  readonly id: number;
  readonly files: GuestFiles;
  definition: Guest;
  /** Absent while QEMU is being started, and for a guest whose monitor could not be reached. */
  process: QemuProcess | undefined;
  /** The process of an earlier daemon's guest, for as long as its monitor has not answered this one. */
  unreached: GuestProcess | undefined;
  /** The next shutdown of the guest is half of a reboot that somebody asked for. */
  rebootPending: boolean;
  /** Lets the guest outlive the client with whose connection it is to end; absent for guests that end with none. */
  outlive: (() => void) | undefined;
  /** KiB that the guest has according to the balloon's last word; absent: all that the definition says. */
  balloonKiB: bigint | undefined;
  /** Who waits for a device to leave, by its alias. */
  readonly leaving: Map<string, Deferred<void>>;
  /** What this driver asked of QEMU, so that the event which follows from it is not taken for somebody else's doing. */
  asked: 'stop' | 'cont' | 'reboot' | undefined;
  /** What is about to end the guest, so that the end of its process is understood. */
  ending: 'destroy' | 'finish' | 'startFailed' | undefined;
  /** Resolves when the guest has ended and everybody was told. */
  readonly gone: Deferred<void>;
  /** Threads of the virtual CPUs on the host, by CPU number. */
  vcpuThreads: readonly number[];
}

/** A domain whose guest runs. */
export type Running = QemuDomain & { live: LivePart };

/** A domain that this driver knows: its persistent definition, its life, or both. */
export class QemuDomain {
  readonly uuid: string;
  readonly jobs: JobQueue;
  name: string;
  live: LivePart | undefined;
  autostart = false;
  /** Reached only through `moveTo`. */
  phase: Phase;
  #config: Guest | (() => Guest) | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: {
    readonly uuid: string;
    readonly name: string;
    /** A function reads it when it is first asked for. */
    readonly config: Guest | (() => Guest) | undefined;
    readonly phase?: Phase;
  }) {
    this.uuid = parts.uuid;
    this.name = parts.name;
    this.#config = parts.config;
    this.phase = parts.phase ?? { state: 'shutoff', reason: 'unknown' };
    this.jobs = new JobQueue(`domain '${parts.name}'`, { domain: 'QEMU' });
  }

  get isActive(): boolean {
    return this.live !== undefined;
  }

  get isPersistent(): boolean {
    return this.#config !== undefined;
  }

  /**
   * The persistent definition; absent for a transient guest.
   * @throws XML_ERROR and others for one that lies on disk and proves to be broken when it is first asked for
   */
  get config(): Guest | undefined {
    if (typeof this.#config === 'function') this.#config = this.#config();
    return this.#config;
  }

  set config(definition: Guest | undefined) {
    this.#config = definition;
  }

  /** The guest's id while it runs, else -1. */
  get id(): number {
    return this.live?.id ?? -1;
  }

  /** What the domain is: the live definition while it runs, else the persistent one. */
  get current(): Guest {
    const definition = this.live?.definition ?? this.config;
    if (definition === undefined) throw new Error(`domain '${this.name}' has no definition`);
    return definition;
  }

  /** What the domain will be when it starts the next time; of a transient guest what it is. */
  get inactive(): Guest {
    return this.config ?? this.current;
  }

  /** The domain as replies and events name it. */
  get reference(): { readonly name: string; readonly uuid: string; readonly id: number } {
    return { name: this.name, uuid: this.uuid, id: this.id };
  }

  /**
   * Runs steps that follow from what the guest does one after the other, in the order in which they were added. What a
   * step throws goes to who added it; the steps after it run nevertheless.
   */
  follow(step: () => Promise<void>): Promise<void> {
    const done = this.#work.then(step);
    this.#work = done.catch(() => {}); // reported by who added the step
    return done;
  }

  /** Resolves when every step added so far has run. */
  settled(): Promise<void> {
    return this.#work;
  }
}
