import { logger, timerLimit, VirtError, waitFor } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import { DomainMigrateFlags, DomainMigrateParam, DomainState } from '../../protocol/enums/index.js';
import type { TypedParam } from '../../protocol/typed-param.js';
import type { Connection } from '../connection/connection.js';
import { type MigrateParameters, migrateParameters } from '../parameters/domain-jobs.js';
import { Domain } from './domain.js';
import { checkMigrateFlags, MigrationFeature, requireFeature, supports } from './migration-features.js';

const log = logger('api.migration');

/** Steps go on until they are done, or their connection is lost: a side that is left in the middle of one keeps half a guest. */
const untilDone: CallOptions = { timeoutMs: Number.POSITIVE_INFINITY };
/** Milliseconds that a step which was begun may still take once the caller has given up. */
const graceMs = 30_000;

const noCookie = new Uint8Array(0);

/** Flags that mean the source only. */
const notThere = DomainMigrateFlags.abortOnError | DomainMigrateFlags.autoConverge;

/**
 * Moves a guest to another connection's host. This program leads both sides through the five steps of protocol 3; the
 * guest's memory goes from host to host. When the caller gives up, by signal or limit, the migration is taken back on
 * both sides before this ends; a guest whose memory follows it already (post-copy) arrives nevertheless.
 * @returns the domain on the destination
 * @throws VirtError what the side said that failed; the guest then goes on where it was
 */
export async function migrateManaged(
  source: Domain,
  destination: Connection,
  parameters: MigrateParameters,
  givenFlags: number,
  { signal, timeoutMs: given }: CallOptions = {},
): Promise<Domain> {
  checkMigrateFlags(givenFlags);
  if ((givenFlags & DomainMigrateFlags.peer2peer) !== 0) {
    throw new VirtError('INVALID_ARG', 'DOMAIN', 'the hosts migrate peer to peer by migrateToURI3');
  }
  const timeoutMs = timerLimit(given);
  const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  const patience = AbortSignal.any(limits.filter(limit => limit !== undefined));
  const asking = { signal: patience };
  const { connection } = source;
  for (const side of [connection, destination]) {
    await requireFeature(side, 'parameters', asking);
    if ((givenFlags & DomainMigrateFlags.offline) !== 0) await requireFeature(side, 'offline', asking);
  }
  const isProtected = await supports(connection, MigrationFeature.changeProtection, asking);
  const flags = isProtected ? givenFlags | DomainMigrateFlags.changeProtection : givenFlags;
  return new ManagedMigration(source, destination, parameters, flags, patience).lead();
}

/** One migration that this program leads. */
class ManagedMigration {
  readonly #source: Domain;
  readonly #destination: Connection;
  readonly #patience: AbortSignal;
  #flags: number;
  #params: readonly TypedParam[];

  constructor(
    source: Domain,
    destination: Connection,
    parameters: MigrateParameters,
    flags: number,
    patience: AbortSignal,
  ) {
    this.#source = source;
    this.#destination = destination;
    this.#patience = patience;
    this.#flags = flags;
    this.#params = migrateParameters.encode(parameters);
  }

  async lead(): Promise<Domain> {
    const begun = await this.#begin();
    let prepared: Uint8Array;
    try {
      prepared = await this.#prepare(begun);
    } catch (reason) {
      // Nothing waits at the destination: only the source is told, if it holds the guest for this.
      if ((this.#flags & DomainMigrateFlags.changeProtection) !== 0) await this.#confirm(true, noCookie);
      throw reason;
    }
    const isOffline = (this.#flags & DomainMigrateFlags.offline) !== 0;
    let failure = this.#givenUp ?? (isOffline ? undefined : this.#withoutUri);
    // A source that says itself that it failed has taken back its side.
    let sourceKnows = false;
    // What the destination said itself is nothing to tell it: it hears what the source answers when it has sent the guest.
    let sent: Uint8Array = noCookie;
    if (failure === undefined && !isOffline) {
      try {
        sent = await this.#perform(prepared);
      } catch (reason) {
        failure = this.#givenUp ?? VirtError.wrap(reason, 'DOMAIN');
        sourceKnows = true;
      }
    }
    let arrived: Domain | undefined;
    let cookie: Uint8Array = noCookie;
    try {
      const finished = await this.#finish(sent, failure !== undefined);
      cookie = Uint8Array.from(finished.cookieOut);
      if (failure === undefined) arrived = new Domain(this.#destination, finished.dom);
    } catch (reason) {
      failure ??= VirtError.wrap(reason, 'DOMAIN');
    }
    if (!sourceKnows) await this.#confirm(arrived === undefined, cookie);
    if (arrived === undefined)
      throw failure ?? new VirtError('OPERATION_FAILED', 'DOMAIN', 'the migration was cancelled');
    return arrived;
  }

  /** First step: the source says what goes. @returns its cookie */
  async #begin(): Promise<Uint8Array> {
    const { ref: dom, connection } = this.#source;
    const args = { dom, params: this.#params, flags: this.#flags };
    const begun = await this.#settled('begin', connection.call.domainMigrateBegin3Params(args, untilDone));
    // What was paused stays so: the destination does not see how the guest was. A source that cannot say is left to itself.
    const seen = await connection.call.domainGetState({ dom, flags: 0 }, untilDone).catch(() => undefined);
    if (seen?.state === DomainState.paused) this.#flags |= DomainMigrateFlags.paused;
    this.#params = withText(this.#params, DomainMigrateParam.destXml, begun.xml);
    if (this.#givenUp !== undefined) {
      await this.#confirm(true, noCookie);
      throw this.#givenUp;
    }
    return Uint8Array.from(begun.cookieOut);
  }

  /** Second step: the destination makes a place for the guest. @returns its cookie */
  async #prepare(cookieIn: Uint8Array): Promise<Uint8Array> {
    const args = { params: this.#params, cookieIn, flags: this.#thereFlags };
    const { uriOut, cookieOut } = await this.#settled(
      'prepare',
      this.#destination.call.domainMigratePrepare3Params(args, untilDone),
    );
    if (uriOut !== null) this.#params = withText(this.#params, DomainMigrateParam.uri, uriOut);
    return Uint8Array.from(cookieOut);
  }

  /** Third step: the source sends the guest. A caller who gives up has the source give up as well. @returns its cookie */
  async #perform(cookieIn: Uint8Array): Promise<Uint8Array> {
    const { ref: dom, connection } = this.#source;
    const args = { dom, dconnuri: null, params: this.#params, cookieIn, flags: this.#flags };
    const performing = connection.call.domainMigratePerform3Params(args, untilDone);
    const limits = { signal: this.#patience, domain: 'DOMAIN', what: 'the migration' } as const;
    try {
      const { cookieOut } = await waitFor(performing, limits).catch(async (reason: unknown) => {
        if (!this.#patience.aborted) throw reason;
        const stopped = await connection.call.domainAbortJob({ dom }, untilDone).then(
          () => true,
          (refusal: unknown) => log.debug(`'${this.#source.name}' goes on migrating:`, refusal) ?? false,
        );
        // One that can no longer be stopped is waited for to its end.
        return waitFor(performing, { ...limits, signal: undefined, timeoutMs: stopped ? graceMs : undefined });
      });
      return Uint8Array.from(cookieOut);
    } finally {
      performing.catch(() => {}); // its failure was told, or is the caller's no more
    }
  }

  /** Fourth step: the guest goes on at the destination, or its place there is given up. */
  #finish(cookieIn: Uint8Array, cancelled: boolean): ReturnType<Connection['call']['domainMigrateFinish3Params']> {
    if (!this.#params.some(({ field }) => field === DomainMigrateParam.destName))
      this.#params = withText(this.#params, DomainMigrateParam.destName, this.#source.name);
    const args = { params: this.#params, cookieIn, flags: this.#thereFlags, cancelled: cancelled ? 1 : 0 };
    const finishing = this.#destination.call.domainMigrateFinish3Params(args, untilDone);
    // Whoever knows that nothing arrives need not wait long; a guest that may have arrived is waited for.
    return cancelled
      ? waitFor(finishing, { timeoutMs: graceMs, domain: 'DOMAIN', what: 'the end at the destination' })
      : finishing;
  }

  /** Last step: the source lets go of the guest, or goes on with it. */
  async #confirm(cancelled: boolean, cookieIn: Uint8Array): Promise<void> {
    const { ref: dom, connection, name } = this.#source;
    const args = { dom, params: this.#params, cookieIn, flags: this.#flags, cancelled: cancelled ? 1 : 0 };
    // A guest that arrived stays arrived; of a migration that failed, its own error says more than this one.
    await connection.call
      .domainMigrateConfirm3Params(args, untilDone)
      .catch((reason: unknown) => log.warn(`'${name}' may be left paused where it came from:`, reason));
  }

  /** Waits for a step's end; a caller who gives up shortens the wait, since what was begun must be taken back. */
  async #settled<T>(what: string, step: Promise<T>): Promise<T> {
    const limits = { domain: 'DOMAIN', what: `the migration's step '${what}'` } as const;
    try {
      return await waitFor(step, { ...limits, signal: this.#patience });
    } catch (reason) {
      if (!this.#patience.aborted) throw reason;
      return await waitFor(step, { ...limits, timeoutMs: graceMs });
    }
  }

  get #thereFlags(): number {
    return this.#flags & ~notThere;
  }

  get #givenUp(): VirtError | undefined {
    return this.#patience.aborted ? VirtError.aborted(this.#patience.reason, 'DOMAIN') : undefined;
  }

  /** What is wrong when neither the caller nor the destination said where the guest goes. */
  get #withoutUri(): VirtError | undefined {
    return this.#params.some(({ field }) => field === DomainMigrateParam.uri)
      ? undefined
      : new VirtError('INTERNAL_ERROR', 'DOMAIN', `the destination did not say where '${this.#source.name}' goes`);
  }
}

function withText(params: readonly TypedParam[], field: string, value: string): readonly TypedParam[] {
  return [...params.filter(param => param.field !== field), { field, value: { type: 'string', value } }];
}
