import type { NonnullDomain } from '@tsvirt/core/protocol';
import type { Uuid } from '@tsvirt/util';
import { currentVcpus, type Definition } from './definition.js';
import { GuestAgent } from './guest-agent.js';
import { GuestRuntime } from './guest-runtime.js';
import type { GuestJob } from './job/guest-job.js';
import type { GuestState } from './lifecycle.js';
import type { Checkpoint } from './checkpoint.js';
import type { Polling } from './iothread-polling.js';
import type { MomentTree } from './moment-tree.js';
import type { Snapshot } from './snapshot.js';

/** The share of its vCPUs' time that a guest uses. */
const usualShare = 0.5;

/** What share of their time a guest's vCPUs are busy, since when in its own running time, and for how long they were before. */
interface Load {
  readonly share: number;
  readonly sinceMs: number;
  readonly busyMs: number;
}

/**
 * One domain of the mock hypervisor. Definitions are immutable values: a running domain shares the persistent one
 * until somebody changes either, so that starting ten thousand guests copies nothing.
 */
export class TestDomain {
  readonly uuid: Uuid;
  /** The definition in force: the live one while the guest runs, else the persistent one. */
  definition: Definition;
  /** While the guest runs: what it will be started with next; undefined for a transient domain. */
  nextDefinition: Definition | undefined;
  /** The number of the running guest on its host, -1 when it does not run. */
  id = -1;
  #state: GuestState = 'shutoff';
  #reason = 0;
  #ranMs = 0;
  #runsSinceMs = 0;
  /** Absent as long as nobody chose one. */
  #load: Load | undefined;
  persistent = false;
  autostart = false;
  hasManagedSave = false;
  #agent: GuestAgent | undefined;
  #runtime: GuestRuntime | undefined;
  /** Absent until the first one is made. */
  snapshots: MomentTree<Snapshot> | undefined;
  checkpoints: MomentTree<Checkpoint> | undefined;
  /** How I/O threads poll that calls have added or tuned, by number; absent until the first one is. */
  iothreadPolling: Map<number, Polling> | undefined;

  constructor(definition: Definition) {
    this.uuid = definition.uuid;
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get state(): GuestState {
    return this.#state;
  }

  /** A number of the state's own reasons. */
  get reason(): number {
    return this.#reason;
  }

  /** Part of `moveTo`: the guest is in another state from a time on. */
  enter(state: GuestState, reason: number, nowMs: number): void {
    const startsAnew = state === 'shutoff' || this.#state === 'shutoff';
    if (state === 'running') this.#runtime?.diskErrors.clear();
    this.#ranMs = startsAnew ? 0 : this.ranMs(nowMs);
    this.#runsSinceMs = nowMs;
    if (startsAnew && this.#load !== undefined) this.#load = { ...this.#load, sinceMs: 0, busyMs: 0 };
    this.#state = state;
    this.#reason = reason;
  }

  /** How long the guest has run since it was started, without the times in which it was paused. */
  ranMs(nowMs: number): number {
    return this.#ranMs + (this.#state === 'running' ? nowMs - this.#runsSinceMs : 0);
  }

  /**
   * How long each of the guest's vCPUs was busy since it was started, in milliseconds: half of the time unless somebody chose
   * another share.
   */
  busyMs(nowMs: number): number {
    const ranMs = this.ranMs(nowMs);
    if (this.#load === undefined) return ranMs * usualShare;
    const { share, sinceMs, busyMs } = this.#load;
    return busyMs + (ranMs - sinceMs) * share;
  }

  /** From here on, each vCPU is busy for this share of the time. */
  setLoad(share: number, nowMs: number): void {
    this.#load = { share, sinceMs: this.ranMs(nowMs), busyMs: this.busyMs(nowMs) };
  }

  get isActive(): boolean {
    return this.#state !== 'shutoff';
  }

  /** vCPUs that the guest has. */
  get vcpus(): number {
    return currentVcpus(this.definition);
  }

  /** What a later start would use: for XML with the INACTIVE flag, and for changes of the configuration. */
  get persistentDefinition(): Definition {
    return this.nextDefinition ?? this.definition;
  }

  /** What the guest would know and do; made when first asked, as most guests never are. */
  get agent(): GuestAgent {
    this.#agent ??= new GuestAgent();
    return this.#agent;
  }

  /** What only a complete host asks of it: jobs, and how the guest behaves. Made when first asked. */
  get runtime(): GuestRuntime {
    this.#runtime ??= new GuestRuntime();
    return this.#runtime;
  }

  /** The job that is at work, if one is; asking makes nothing. */
  get activeJob(): GuestJob | undefined {
    return this.#runtime?.job;
  }

  /** Bytes of a disk, by its target, as somebody has said or resized it; undefined: nobody has. */
  capacityOf(target: string): bigint | undefined {
    return this.#runtime?.capacities.get(target);
  }

  /** Bytes that the guest was made to write, by the disk's target. */
  get written(): ReadonlyMap<string, bigint> {
    return this.#runtime?.written ?? new Map<string, bigint>();
  }

  /** When somebody last asked how fast its memory is written to, and for how long, if ever. */
  get dirtyRate(): { readonly startMs: number; readonly seconds: number } | undefined {
    return this.#runtime?.dirtyRate;
  }

  /** Part of `moveTo`: the guest has stopped. */
  stopped(): void {
    this.#runtime?.stopped();
  }

  /** How calls and events name it. */
  get reference(): NonnullDomain {
    return { name: this.name, uuid: this.uuid, id: this.id };
  }
}
