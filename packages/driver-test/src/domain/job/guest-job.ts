import { DomainJobOperation, DomainJobParam as Name, DomainJobType, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError, waitFor } from '@tsvirt/util';
import type { TestHost } from '../../host/test-host.js';
import { uint64 } from '../../host/typed-params.js';
import type { TestDomain } from '../test-domain.js';
import { Progress } from './progress.js';

/** Operations that are jobs of a guest. */
export type JobOperation = 'save' | 'migrationOut' | 'migrationIn' | 'dump' | 'snapshot' | 'backup';

/** What messages call a job. */
const names: Readonly<Record<JobOperation, string>> = {
  save: 'domain save job',
  migrationOut: 'migration out job',
  migrationIn: 'migration in job',
  dump: 'domain core dump job',
  snapshot: 'snapshot job',
  backup: 'backup job',
};

const migrations: readonly number[] = [DomainJobOperation.migrationOut, DomainJobOperation.migrationIn];

/** How long a call waits for the job that is at work, as libvirt does. */
const patienceMs = 30_000;

/** The figures of a job at one time. */
export interface JobFigures {
  readonly operation: number;
  readonly elapsedMs: bigint;
  readonly remainingMs: bigint;
  readonly total: bigint;
  readonly processed: bigint;
  readonly remaining: bigint;
  /** Whether the bytes are those of disks, else of memory. */
  readonly ofDisks: boolean;
}

/** A job that is over. */
export interface FinishedJob {
  readonly type: number;
  readonly figures: JobFigures;
  readonly error: VirtError | undefined;
}

/** What a job is to do. */
export interface JobPlan {
  readonly operation: JobOperation;
  readonly bytes: bigint;
  readonly bytesPerSecond: number;
}

/** A job of a guest at work: it has figures and can be aborted. */
export class GuestJob {
  readonly operation: JobOperation;
  readonly progress: Progress;
  /** Settles when the job is over, whatever became of it. */
  readonly over: Promise<void>;
  /** Whether it can go on at the destination before all memory is there. */
  allowsPostcopy = false;
  /** Whether it goes on there already. */
  isPostcopy = false;
  readonly #controller = new AbortController();
  readonly #finish: () => void;

  constructor(host: TestHost, { operation, bytes, bytesPerSecond }: JobPlan) {
    this.operation = operation;
    this.progress = new Progress(host.clock, bytes, bytesPerSecond);
    let finish = (): void => {};
    this.over = new Promise(resolve => {
      finish = resolve;
    });
    this.#finish = finish;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get figures(): JobFigures {
    const { total, processed, remaining, elapsedMs, remainingMs } = this.progress;
    return {
      operation: DomainJobOperation[this.operation],
      elapsedMs: BigInt(Math.floor(elapsedMs)),
      remainingMs: BigInt(Math.ceil(remainingMs)),
      total,
      processed,
      remaining,
      ofDisks: this.operation === 'backup',
    };
  }

  /** Somebody wants it to end. */
  abort(): void {
    this.#controller.abort(new VirtError('OPERATION_ABORTED', 'TEST', `${names[this.operation]}: canceled by client`));
  }

  /** It cannot go on. */
  fail(why: string): void {
    this.#controller.abort(new VirtError('OPERATION_FAILED', 'TEST', `${names[this.operation]}: ${why}`));
  }

  /** The guest is gone. */
  guestStopped(): void {
    this.#controller.abort(
      new VirtError('OPERATION_FAILED', 'TEST', `${names[this.operation]}: domain is no longer running`),
    );
  }

  /** Part of `runJob`. */
  finish(): void {
    this.#finish();
  }
}

/**
 * Runs a job of a guest: others wait for it, clients see its figures, and hear of its end.
 * @param signal the caller's patience, for the turn to come
 * @throws VirtError OPERATION_TIMEOUT when another job does not end; OPERATION_ABORTED; what `work` throws
 */
export async function runJob<T>(
  host: TestHost,
  domain: TestDomain,
  plan: JobPlan,
  signal: AbortSignal,
  work: (job: GuestJob) => Promise<T>,
): Promise<T> {
  await jobless(domain, signal);
  const { runtime } = domain;
  const job = new GuestJob(host, plan);
  runtime.job = job;
  runtime.lastJob = undefined;
  host.onJob();
  const end = (error: VirtError | undefined): void => {
    runtime.job = undefined;
    const { completed, cancelled, failed } = DomainJobType;
    const type = error === undefined ? completed : error.code === 'OPERATION_ABORTED' ? cancelled : failed;
    // Of a migration that came to nothing, libvirt's daemon keeps no figures.
    if (error === undefined || plan.operation !== 'migrationOut')
      runtime.lastJob = { type, figures: job.figures, error };
    job.finish();
    // As with libvirt's daemon, the end of a dump is known to its caller only; a guest that migrates is gone first.
    const isTold = plan.operation !== 'dump' && plan.operation !== 'migrationOut';
    if (isTold && (error === undefined || plan.operation === 'backup')) tellEnd(host, domain);
  };
  try {
    const result = await work(job);
    end(undefined);
    return result;
  } catch (reason) {
    const error = VirtError.wrap(reason, 'TEST');
    end(error);
    throw error;
  }
}

/** Clients hear that a domain's last job is over. */
export function tellEnd(host: TestHost, { reference, runtime }: TestDomain): void {
  if (runtime.lastJob !== undefined)
    host.events.emit('domainJobCompleted', { dom: reference, params: jobParams(runtime.lastJob) });
}

/**
 * Waits until no job is at work on a domain.
 * @throws VirtError OPERATION_TIMEOUT
 */
export async function jobless(domain: TestDomain, signal: AbortSignal): Promise<void> {
  for (let { job } = domain.runtime; job !== undefined; job = domain.runtime.job) {
    const what = `the state change lock of domain '${domain.name}' (held by ${names[job.operation]})`;
    await waitFor(job.over, { signal, timeoutMs: patienceMs, domain: 'TEST', what });
  }
}

/** A job's figures by name, of one that is at work or over. */
export function jobParams(job: GuestJob | FinishedJob): TypedParam[] {
  const { figures } = job;
  const error = 'error' in job ? job.error : undefined;
  const { operation, elapsedMs, remainingMs, total, processed, remaining, ofDisks } = figures;
  const sizes = (names: readonly [string, string, string]): TypedParam[] =>
    [total, processed, remaining].flatMap((value, index) => {
      const name = names[index];
      return name === undefined ? [] : [uint64(name, value)];
    });
  return [
    { field: Name.operation, value: { type: 'int', value: operation } },
    uint64(Name.timeElapsed, elapsedMs),
    ...(remaining === 0n ? [] : [uint64(Name.timeRemaining, remainingMs)]),
    ...sizes([Name.dataTotal, Name.dataProcessed, Name.dataRemaining]),
    ...(ofDisks
      ? sizes([Name.diskTotal, Name.diskProcessed, Name.diskRemaining])
      : [
          ...sizes([Name.memoryTotal, Name.memoryProcessed, Name.memoryRemaining]),
          uint64(Name.memoryPageSize, 4096n),
          uint64(Name.memoryIteration, 1n),
          uint64(Name.memoryNormal, processed / 4096n),
          uint64(Name.memoryNormalBytes, processed),
          ...(remaining === 0n && migrations.includes(operation) ? [uint64(Name.downtime, 0n)] : []),
        ]),
    ...('type' in job && ofDisks
      ? [{ field: Name.success, value: { type: 'boolean', value: job.type === DomainJobType.completed } } as const]
      : []),
    ...(error === undefined ? [] : [{ field: Name.errmsg, value: { type: 'string', value: error.message } } as const]),
  ];
}
