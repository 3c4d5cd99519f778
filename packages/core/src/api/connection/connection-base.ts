import { type VirtError, waitFor } from '@tsvirt/util';
import type { CallOptions, Client } from '../../contract/index.js';
import { TypedParameterFlags } from '../../protocol/enums/index.js';
import type { ArgsOf, ProcedureTable, Program, RetOf } from '../../protocol/procedure.js';
import { qemu, type QemuProcedures } from '../../protocol/qemu.js';
import { remote, type RemoteProcedures } from '../../protocol/remote/index.js';
import { atCaller } from '../../rpc/callers-stack.js';
import type { ClientCallOptions, FullReply } from '../../rpc/client.js';
import { clientOf } from '../client-of.js';
import { inspected } from '../inspected.js';
import type { Link } from '../link.js';
import { Stream } from '../stream.js';
import type { Connection } from './connection.js';

/** `VIR_DRV_FEATURE_TYPED_PARAM_STRING`. */
const typedTextFeature = 9;

/** What is known about a connection without asking the other side. */
export interface ConnectionTraits {
  readonly readOnly: boolean;
  /** Whether the transport encrypts. */
  readonly isEncrypted: boolean;
}

/**
 * An open connection's life and its way to the other side. The calls of a connection are written in one file a subject,
 * each a class on top of the one before; `Connection` is the last.
 */
export abstract class ConnectionBase implements AsyncDisposable {
  /** Every procedure of the protocol as a function that takes and answers the protocol's own values. */
  readonly call: Client<RemoteProcedures>;
  /** QEMU's own procedures likewise. */
  readonly qemu: Client<QemuProcedures>;
  /** Whether it was opened to look only. */
  readonly readOnly: boolean;
  readonly #features = new Map<number, Promise<boolean>>();
  protected readonly link: Link;
  protected readonly traits: ConnectionTraits;

  constructor(link: Link, { readOnly = false, isEncrypted = false }: Partial<ConnectionTraits> = {}) {
    this.link = link;
    this.traits = { readOnly, isEncrypted };
    this.readOnly = readOnly;
    this.call = clientOf(link, remote);
    this.qemu = clientOf(link, qemu);
  }

  /**
   * Resolves when the connection is gone for good: with the reason, or undefined when this side closed it. One that
   * reconnects is gone when it is closed, or has tried often enough.
   */
  get closed(): Promise<VirtError | undefined> {
    return this.link.closed;
  }

  /** Ends the connection; the other side lets go of what it held for it. */
  close(): Promise<void> {
    return this.link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** For `console.log`: whether it is there and what it may. */
  [inspected](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    const { readOnly } = this;
    return `Connection ${inspect({ isAlive: this.link.isConnected, readOnly }, options)}`;
  }

  /** Calls a procedure with descriptors to send along, and answers all that comes with its reply. */
  callFully<N extends keyof RemoteProcedures>(
    name: N,
    args: ArgsOf<RemoteProcedures[N]>,
    options?: ClientCallOptions,
  ): Promise<FullReply<RetOf<RemoteProcedures[N]>>> {
    return this.callIn(remote, name, args, options);
  }

  /** As `callFully`, for the procedures of any program. */
  async callIn<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options?: ClientCallOptions,
  ): Promise<FullReply<RetOf<T[N]>>> {
    try {
      return await this.link.callIn(program, name, args, options);
    } catch (reason) {
      throw atCaller(reason);
    }
  }

  /** Calls a procedure whose result is its stream, which the signal of the options gives up as well. */
  async openStream<N extends keyof RemoteProcedures>(
    name: N,
    args: ArgsOf<RemoteProcedures[N]>,
    options?: ClientCallOptions,
  ): Promise<Stream> {
    return this.streamOf((await this.callFully(name, args, options)).stream, options);
  }

  /** The stream that came with a reply, which the signal of the call's options gives up as well. */
  streamOf(stream: FullReply<unknown>['stream'], options?: CallOptions): Stream {
    if (stream === undefined) throw new Error('a procedure without a stream was called for its stream');
    if (options?.signal !== undefined) stream.heed(options.signal);
    return new Stream(stream);
  }

  /**
   * Whether driver and daemon have a feature of the protocol, by its number; asked once.
   * @throws VirtError what the connection says
   */
  hasFeature(feature: number, options: CallOptions = {}): Promise<boolean> {
    const asked = this.#features.get(feature) ?? this.#askFeature(feature);
    const { signal, timeoutMs } = options;
    return waitFor(asked, { signal, timeoutMs, domain: 'RPC', what: 'connectSupportsFeature' });
  }

  /** The flag of calls for typed parameters that lets the other side send text among them, where it knows that flag. */
  async textFlag(options?: CallOptions): Promise<number> {
    return (await this.hasFeature(typedTextFeature, options)) ? TypedParameterFlags.stringOkay : 0;
  }

  protected abstract get self(): Connection;

  /** Asks for all who want to know meanwhile: one caller's signal and limit end its own waiting only. */
  #askFeature(feature: number): Promise<boolean> {
    const asked = this.call.connectSupportsFeature({ feature }).then(({ supported }) => supported !== 0);
    this.#features.set(feature, asked);
    asked.catch(() => this.#features.delete(feature));
    return asked;
  }
}
