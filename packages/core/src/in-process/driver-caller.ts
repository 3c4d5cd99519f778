import { type ErrorDomain, logger, onAbort, timerLimit, VirtError, waitFor } from '@tsvirt/util';
import { type AccessPolicy, allowAll, type CallOptions, ConnectionTies, processIdentity } from '../contract/index.js';
import type { Procedure, WireValue } from '../protocol/procedure.js';
import { type AccessSubject, checkAcl, filtered } from '../rpc/access-checks.js';
import { apiDomain } from '../rpc/api-domain.js';
import { checkArguments } from '../rpc/argument-rules.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';
import { closeFds } from '../rpc/fd-passing.js';
import { isPromise, refusedReadOnly } from '../rpc/refusals.js';
import type { ClientStream } from '../rpc/client-stream.js';
import { DriverCall } from './driver-call.js';
import { memoryStream } from './memory-stream.js';

/** What surrounds the calls of one connection. */
export interface CallerOptions {
  readonly readOnly: boolean;
  readonly policy: AccessPolicy;
  /** Ends every call: the connection is closed, or the daemon stops. */
  readonly signal: AbortSignal;
  /** Who speaks in errors that a handler threw without saying so. */
  readonly domain: ErrorDomain;
}

/** How one call is made. */
export interface DriverCallOptions extends CallOptions {
  /** Descriptors for the handler, which closes them; closed here when it is never called. */
  readonly fds?: readonly number[] | undefined;
}

/** What a handler answered. */
export interface DriverReply {
  readonly ret: WireValue | undefined;
  readonly fds: readonly number[];
  readonly stream: ClientStream | undefined;
}

/** A procedure's answer that comes from the connection itself; undefined: a driver is asked. */
export type OwnAnswer = (procedure: Procedure, args: WireValue, call: DriverCall) => unknown;

const log = logger('in-process');

let serial = 0;

/** Calls a connection's handlers in this process: nothing is between but the checks that the daemon makes as well. */
export class DriverCaller {
  readonly #opened: OpenedConnection;
  readonly #options: CallerOptions;
  readonly #subject: AccessSubject;
  readonly #ties = new ConnectionTies(reason => log.warn('what was tied to a closed connection failed:', reason));

  constructor(opened: OpenedConnection, options: CallerOptions) {
    this.#opened = opened;
    this.#options = options;
    this.#subject = { policy: options.policy, identity: processIdentity, driver: opened.driverName };
  }

  /** @throws VirtError what the handler says; OPERATION_DENIED, ACCESS_DENIED, NO_SUPPORT before it is called */
  async call(
    programId: number,
    procedure: Procedure,
    args: WireValue,
    options: DriverCallOptions = {},
    own?: OwnAnswer,
  ): Promise<DriverReply> {
    const { readOnly, policy } = this.#options;
    const sparseFlag = procedure.spec.sparseFlag ?? 0;
    let call: DriverCall | undefined;
    try {
      if (this.#options.signal.aborted) throw VirtError.aborted(this.#options.signal.reason, 'RPC');
      if (options.signal?.aborted === true) throw VirtError.aborted(options.signal.reason, apiDomain(procedure));
      if (readOnly && refusedReadOnly(procedure, args)) {
        throw new VirtError('OPERATION_DENIED', apiDomain(procedure), `read only access prevents ${procedure.apiName}`);
      }
      checkArguments(procedure, args);
      if (policy !== allowAll) await checkAcl(procedure, args, this.#subject);
      const takesFds = procedure.spec.fds === 'call' || procedure.spec.fds === 'both';
      const made = new DriverCall(procedure, {
        readOnly,
        connection: this.#ties,
        fds: takesFds ? (options.fds ?? []) : [],
        sparse: (Number(args['flags'] ?? 0) & sparseFlag) !== 0,
        subject: this.#subject,
        signal: () => this.#until(options),
      });
      const handled = this.#handle(procedure, args, made, own);
      // From here on they are the handler's.
      if (takesFds) call = made;
      const ret = isPromise(handled) ? await this.#wait(made, handled, options) : handled;
      const stream = this.#streamOf(programId, made);
      // The handler stands under the procedure's name, so it gives that procedure's result.
      const plain = ret as WireValue | undefined;
      const seen = plain === undefined || policy === allowAll ? plain : await filtered(procedure, plain, this.#subject);
      return { ret: seen, fds: made.takeReplyFds(), stream };
    } catch (reason) {
      if (call === undefined) closeFds(options.fds ?? []);
      throw VirtError.wrap(reason, this.#options.domain);
    }
  }

  /** Part of closing the connection, before the driver's own part: what its calls tied to it is done. Never rejects. */
  end(): Promise<void> {
    return this.#ties.end();
  }

  #handle(procedure: Procedure, args: WireValue, call: DriverCall, own: OwnAnswer | undefined): unknown {
    const answer = own?.(procedure, args, call);
    if (answer !== undefined) return answer;
    const handler: unknown = Reflect.get(this.#opened.handlers, procedure.name);
    if (typeof handler !== 'function') throw new VirtError('NO_SUPPORT', apiDomain(procedure), procedure.apiName);
    return Reflect.apply(handler, this.#opened.handlers, [args, call]);
  }

  /** What the caller no longer waits for goes on; what it opened is closed when it comes. */
  async #wait(call: DriverCall, reply: PromiseLike<unknown>, { timeoutMs }: DriverCallOptions): Promise<unknown> {
    const { procedure } = call;
    try {
      return await waitFor(reply, {
        signal: call.signal,
        timeoutMs,
        domain: apiDomain(procedure),
        what: procedure.apiName,
      });
    } catch (reason) {
      const drop = (): void => {
        closeFds(call.takeReplyFds());
        this.#streamOf(0, call)?.abort();
      };
      reply.then(drop, drop);
      throw reason;
    }
  }

  #until({ signal, timeoutMs: given }: DriverCallOptions): AbortSignal {
    const timeoutMs = timerLimit(given);
    if (signal === undefined && timeoutMs === undefined) return this.#options.signal;
    const limits = [this.#options.signal];
    if (signal !== undefined) limits.push(signal);
    if (timeoutMs !== undefined) limits.push(AbortSignal.timeout(timeoutMs));
    return AbortSignal.any(limits);
  }

  #streamOf(programId: number, call: DriverCall): ClientStream | undefined {
    const { procedure, served, sparse } = call;
    const direction = procedure.spec.stream;
    if (direction === undefined || served === undefined) return undefined;
    serial = (serial + 1) >>> 0;
    const id = { programId, programVersion: 1, procedure: procedure.number, serial };
    const { server, client } = memoryStream(id, direction, sparse);
    const { signal, domain } = this.#options;
    const lose = (): void => {
      const reason = VirtError.aborted(signal.reason, 'RPC');
      client.lost(reason);
      server.lost(reason);
    };
    const forget = onAbort(signal, lose);
    // Runs in a turn of its own, so that the reply goes first; `run` reports failures to the other end by itself.
    queueMicrotask(() => {
      void server.run(served, reason => VirtError.wrap(reason, domain)).then(forget);
    });
    return client;
  }
}
