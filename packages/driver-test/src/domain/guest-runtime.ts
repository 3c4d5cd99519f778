import type { Socket } from 'node:net';
import type { DomainBackup } from '@tsvirt/conf/snapshot';
import { VirtError } from '@tsvirt/util';
import type { Definition } from './definition.js';
import type { BlockJob } from './job/block-job.js';
import { type GuestBehaviour, obligingGuest } from './guest-behaviour.js';
import type { FinishedJob, GuestJob } from './job/guest-job.js';
import { migrationTuning } from './migration/migration-tuning.js';
import { PassedFiles } from './passed-files.js';

/** A guest that is saved: what it was, and whether it runs when it is started. */
export interface SavedGuest {
  readonly definition: Definition;
  readonly ran: boolean;
}

/** What a complete host knows of a domain beyond its definition and state; most domains never have one. */
export class GuestRuntime {
  behaviour: GuestBehaviour = obligingGuest;
  /** The job that is at work. */
  job: GuestJob | undefined;
  /** How the last job ended, until somebody reads it. */
  lastJob: FinishedJob | undefined;
  /** Jobs on disks, by target. */
  readonly blockJobs = new Map<string, BlockJob>();
  /** The backup that is going on. */
  backup: DomainBackup | undefined;
  /** Sizes in bytes that disks were given, by target. */
  readonly capacities = new Map<string, bigint>();
  /** Bytes that the guest was made to write, by target. */
  readonly written = new Map<string, bigint>();
  /** Disks that could not be read or written, by target (`DomainDiskErrorCode`), until the guest goes on. */
  readonly diskErrors = new Map<string, number>();
  /** Up to which byte a disk may be written before somebody is told, by target or image (`vda[1]`). */
  readonly thresholds = new Map<string, bigint>();
  /** vCPUs that the guest does not use. */
  readonly offlineVcpus = new Set<number>();
  /** Lines of `authorized_keys`, by the guest's user. */
  readonly sshKeys = new Map<string, readonly string[]>();
  /** Who has a console or channel open, by its alias; aborting hangs up. */
  readonly openConsoles = new Map<string, AbortController>();
  /** When somebody last asked how fast memory is written to, and for how long. */
  dirtyRate: { readonly startMs: number; readonly seconds: number } | undefined;
  /** Files that clients have opened for it. */
  readonly files = new PassedFiles();
  /** Who looks at one of its displays through a socket of their own. */
  readonly displays = new Set<Socket>();
  /** Lets the guest outlive the client that it is to end with; absent for guests that end with none. */
  outlive: (() => void) | undefined;
  /** Whether it starts with the host next time only. */
  autostartOnce = false;
  tuning = migrationTuning;
  /** What a managed save holds; absent for one out of a host's document. */
  savedImage: SavedGuest | undefined;

  #life: AbortController | undefined;

  /** Aborted when the guest ends that runs now. */
  get life(): AbortSignal {
    this.#life ??= new AbortController();
    return this.#life.signal;
  }

  /** The guest does not run any more: its jobs have nothing to work on. */
  stopped(): void {
    this.#life?.abort();
    this.#life = undefined;
    this.outlive?.();
    this.outlive = undefined;
    this.files.closeThisLife();
    for (const display of this.displays) display.destroy();
    this.job?.guestStopped();
    for (const job of this.blockJobs.values()) job.guestStopped();
    this.blockJobs.clear();
    this.thresholds.clear();
    this.diskErrors.clear();
    this.offlineVcpus.clear();
    this.dirtyRate = undefined;
    for (const session of this.openConsoles.values())
      session.abort(new VirtError('RPC', 'STREAMS', 'the guest stopped'));
  }
}
