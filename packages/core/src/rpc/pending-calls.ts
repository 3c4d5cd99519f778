import { deferred, onAbort, timerLimit, VirtError } from '@tsvirt/util';
import type { CallOptions } from '../contract/index.js';
import type { Procedure, Program } from '../protocol/procedure.js';
import type { XdrReader } from '../protocol/xdr-reader.js';
import { farFromCaller } from './callers-stack.js';
import type { FullReply } from './client.js';
import type { ClientStream } from './client-stream.js';

/** One call on its way. */
export class PendingCall<R> {
  readonly program: Program;
  readonly procedure: Procedure;
  /** Its stream may have holes. */
  readonly sparse: boolean;
  /** The call's stream; libvirtd may begin to send on it before the reply has left. */
  stream: ClientStream | undefined;
  /** Reads the reply's result. */
  readonly decode: (reader: XdrReader) => unknown;
  readonly #reply = deferred<FullReply<R>>();
  #settled = false;
  #forget: (() => void) | undefined;

  constructor(program: Program, procedure: Procedure, sparse: boolean, decode: (reader: XdrReader) => unknown) {
    this.program = program;
    this.decode = decode;
    this.procedure = procedure;
    this.sparse = sparse;
  }

  get reply(): Promise<FullReply<R>> {
    return this.#reply.promise;
  }

  get isSettled(): boolean {
    return this.#settled;
  }

  /** Lets signal and time limit end the wait. The server goes on; its reply will find nobody waiting. */
  limit({ signal, timeoutMs: given }: Limits): void {
    const timeoutMs = timerLimit(given);
    if (signal === undefined && timeoutMs === undefined) return;
    const { apiName } = this.procedure;
    if (signal?.aborted === true) return this.fail(VirtError.aborted(signal.reason, 'RPC'));
    const late = () =>
      this.fail(
        farFromCaller(new VirtError('OPERATION_TIMEOUT', 'RPC', `no reply to ${apiName} within ${timeoutMs} ms`)),
      );
    const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    const abort = () => this.fail(VirtError.aborted(signal?.reason, 'RPC'));
    const stop = signal === undefined ? undefined : onAbort(signal, abort);
    this.#forget = () => {
      clearTimeout(timer);
      stop?.();
    };
  }

  /** @returns false when the caller no longer waits */
  succeed(ret: unknown, fds: readonly number[], stream: ClientStream | undefined): boolean {
    if (this.#settled) return false;
    this.#settle();
    // Decoded by the shape from which the table computes R.
    this.#reply.resolve({ ret: ret as R, fds, stream });
    return true;
  }

  fail(error: VirtError): void {
    if (this.#settled) return;
    this.#settle();
    this.#reply.reject(error);
  }

  #settle(): void {
    this.#settled = true;
    this.#forget?.();
  }
}

interface Limits extends Omit<CallOptions, 'timeoutMs'> {
  readonly timeoutMs?: number | undefined;
}

/** The calls of one client by their serials, also those whose caller gave up: their serial is taken until the reply. */
export class PendingCalls {
  readonly #bySerial = new Map<number, PendingCall<unknown>>();
  #next = 0;

  /** @returns the call's serial */
  add<R>(call: PendingCall<R>, limits: Limits): number {
    const serial = this.#next;
    this.#next = (this.#next + 1) >>> 0;
    call.limit(limits);
    // What is put in comes back out as a call whose result nobody looks into.
    if (!call.isSettled) this.#bySerial.set(serial, call as PendingCall<unknown>);
    return serial;
  }

  get(serial: number): PendingCall<unknown> | undefined {
    return this.#bySerial.get(serial);
  }

  take(serial: number): PendingCall<unknown> | undefined {
    const call = this.#bySerial.get(serial);
    this.#bySerial.delete(serial);
    return call;
  }

  lost(reason: VirtError): void {
    const calls = Array.from(this.#bySerial.values());
    this.#bySerial.clear();
    for (const call of calls) call.fail(reason);
  }
}
