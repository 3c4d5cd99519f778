import type { NetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { deferred, VirtError } from '@tsvirt/util';
import type { CallOptions, Client } from '../contract/index.js';
import type { EventName } from '../protocol/event-catalogue.js';
import type { ConnectCloseReason } from '../protocol/enums/index.js';
import { lxc } from '../protocol/lxc.js';
import type { ArgsOf, ProcedureTable, Program, RetOf } from '../protocol/procedure.js';
import { qemu, type QemuProcedures } from '../protocol/qemu.js';
import { remote, type RemoteProcedures } from '../protocol/remote/index.js';
import { type ClientCallOptions, type FullReply, RpcClient, type RpcClientOptions } from '../rpc/client.js';
import type { AuthType } from '../rpc/authenticator.js';
import { closeFds } from '../rpc/fd-passing.js';
import { DriverFeature } from '../rpc/remote/driver-feature.js';
import type { EventFeed } from './event-feed.js';
import { EventRouter, type EventSink, type EventSubject } from './event-router.js';
import { addressOf, innerUri } from './target.js';

/** VIR_CONNECT_RO. */
const readOnlyFlag = 1;

/**
 * Proves to a daemon who one is, with the `auth*` procedures.
 * @param types what the daemon takes, in its order: with `none` among them nothing need be proven
 * @throws VirtError AUTH_FAILED, AUTH_UNAVAILABLE, AUTH_CANCELLED
 */
export type Authenticate = (
  types: readonly AuthType[],
  call: Client<RemoteProcedures>,
  limits: CallOptions,
) => Promise<void>;

/** How to connect. */
export interface ConnectOptions {
  /** Only look: whatever changes something is refused. */
  readonly readOnly?: boolean | undefined;
  /** The daemon's socket, instead of the one that the URI means. */
  readonly socket?: string | undefined;
  /** A connected stream to the daemon, instead of a socket. */
  readonly stream?: Duplex | undefined;
  /** How to prove who one is to a daemon that asks for it; without it, only those that ask for nothing can be used. */
  readonly authenticate?: Authenticate | undefined;
  /** Ends the wait for the connection; an open one goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Silence of the daemon before it is asked whether it is there; 5000 unless given, 0: never. */
  readonly keepaliveIntervalMs?: number | undefined;
}

/**
 * Connects to a daemon and opens a URI there: `qemu+unix:///system`, `test+tcp://host/default`, or with the daemon's
 * socket in it, `test+unix:///default?socket=/run/x/libvirt-sock`.
 * @throws VirtError SYSTEM_ERROR when no daemon listens, AUTH_UNAVAILABLE when it wants a proof, or what it says against the URI
 * @example
 * ```ts
 * import { connect } from '@tsvirt/core';
 *
 * await using connection = await connect('qemu+unix:///system');
 * const { num } = await connection.call.connectNumOfDomains({});
 * console.log(num); // 1
 * ```
 */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<RpcConnection> {
  const events = new EventRouter();
  const closed = deferred<VirtError | undefined>();
  const rpcOptions: RpcClientOptions = {
    programs: [remote, qemu, lxc],
    timeoutMs: options.timeoutMs,
    keepaliveIntervalMs: options.keepaliveIntervalMs,
    onEvent: events.accept,
    onClosed: reason => {
      events.lost(reason ?? new VirtError('RPC', 'RPC', 'the connection was closed'));
      closed.resolve(reason);
    },
  };
  const address = async (): Promise<NetConnectOpts> =>
    options.socket === undefined ? addressOf(uri, options.readOnly === true) : { path: options.socket };
  const inner = innerUri(uri);
  const rpc =
    options.stream === undefined
      ? await RpcClient.connect(await address(), rpcOptions, options.signal)
      : RpcClient.over(options.stream, rpcOptions);
  try {
    await open(rpc, inner, options);
  } catch (reason) {
    rpc.close();
    throw reason;
  }
  return new RpcConnection(rpc, events, closed.promise);
}

async function open(rpc: RpcClient, uri: string, { readOnly, signal, authenticate }: ConnectOptions): Promise<void> {
  const limits = { signal };
  const { types } = await rpc.call(remote, 'authList', {}, limits);
  if (authenticate !== undefined) {
    await authenticate(types, rpc.proxy(remote), limits);
  } else if (!types.includes('none')) {
    const wanted = types.join(' or ');
    const detail = `the daemon wants ${wanted}: give the option authenticate, or the remoteTransports() of @tsvirt/driver-remote`;
    throw new VirtError('AUTH_UNAVAILABLE', 'AUTH', detail);
  }
  const supports = async (feature: number) =>
    (await rpc.call(remote, 'connectSupportsFeature', { feature }, limits)).supported !== 0;
  if (await supports(DriverFeature.programKeepalive)) rpc.startKeepalive();
  // Empty text, not a null pointer: libvirtd takes the latter for a connection that is not opened at all.
  await rpc.call(remote, 'connectOpen', { name: uri, flags: readOnly === true ? readOnlyFlag : 0 }, limits);
  if (!(await supports(DriverFeature.remoteEventCallback))) {
    throw new VirtError('NO_SUPPORT', 'REMOTE', 'a daemon without event callbacks (libvirt before 1.3.3)');
  }
}

/**
 * An open connection. Close it, or hold it with `await using`.
 * @example
 * ```ts
 * import { connect } from '@tsvirt/core';
 *
 * await using connection = await connect('qemu+unix:///system');
 * const { dom } = await connection.call.domainLookupByName({ name: 'web' });
 * const { xml } = await connection.call.domainGetXMLDesc({ dom, flags: 0 });
 * console.log(xml.includes('<name>web</name>')); // true
 * ```
 */
export class RpcConnection implements AsyncDisposable {
  /** Every procedure of the API as a function. */
  readonly call: Client<RemoteProcedures>;
  /** QEMU's own procedures. */
  readonly qemu: Client<QemuProcedures>;
  /** Resolves when the connection is gone: with the reason, or undefined when this side closed it. */
  readonly closed: Promise<VirtError | undefined>;
  readonly #rpc: RpcClient;
  readonly #events: EventRouter;
  #passesFds: Promise<boolean> | undefined;

  constructor(rpc: RpcClient, events: EventRouter, closed: Promise<VirtError | undefined>) {
    this.#rpc = rpc;
    this.#events = events;
    this.closed = closed;
    this.call = rpc.proxy(remote);
    this.qemu = rpc.proxy(qemu);
  }

  /** Whether calls can go out; false once the connection is lost or closed. */
  get isConnected(): boolean {
    return this.#rpc.lostReason === undefined;
  }

  /** How it ended, as a `ConnectCloseReason`; undefined while it is open. */
  get closeReason(): ConnectCloseReason | undefined {
    return this.#rpc.closeReason;
  }

  /**
   * Subscribes to an event, of one object or of all. Iterating gives the payloads; leaving the loop ends the subscription.
   * @throws VirtError NO_SUPPORT when the driver has no such events
   */
  events<N extends EventName>(name: N, subject: EventSubject = {}, signal?: AbortSignal): Promise<EventFeed<N>> {
    return this.#events.subscribe(this.#rpc, name, subject, signal);
  }

  /**
   * Calls a procedure that opens a stream (`storageVolDownload`, `domainOpenConsole`), or that passes descriptors.
   * @throws VirtError NO_SUPPORT when descriptors are to be passed and the connection cannot
   */
  callFully<N extends keyof RemoteProcedures>(
    name: N,
    args: ArgsOf<RemoteProcedures[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<RemoteProcedures[N]>>> {
    return this.callIn(remote, name, args, options);
  }

  /**
   * Calls a procedure of any of the programs, with all that may come with its reply.
   * @throws VirtError NO_SUPPORT when descriptors are to be passed and the connection cannot
   */
  async callIn<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<T[N]>>> {
    if (program.procedureNamed(name).spec.fds !== undefined && !(await this.#agreeOnFds(options))) {
      throw new VirtError('NO_SUPPORT', 'REMOTE', 'descriptors over this connection');
    }
    return this.#rpc.callFully(program, name, args, options);
  }

  /**
   * Has an event's payloads pushed to `sink` from here on.
   * @returns what ends the subscription
   * @throws VirtError NO_SUPPORT when the driver has no such events
   */
  listen<N extends EventName>(
    name: N,
    subject: EventSubject,
    sink: EventSink<N>,
    signal?: AbortSignal,
  ): Promise<() => Promise<void>> {
    return this.#events.listen(this.#rpc, name, subject, sink, signal);
  }

  /** Ends the connection; the daemon lets go of what it held for it. */
  async close(): Promise<void> {
    if (this.#rpc.lostReason === undefined) {
      // The daemon closes after its reply; that it is gone already is as good.
      await this.#rpc.call(remote, 'connectClose', {}, { timeoutMs: 5000 }).catch(() => {});
    }
    this.#rpc.close();
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** On refusal or failure, the call's descriptors are closed: they are this side's since it was called. */
  async #agreeOnFds({ fds = [] }: ClientCallOptions): Promise<boolean> {
    try {
      this.#passesFds ??= this.#rpc.canPassFds ? this.#askForFds() : Promise.resolve(false);
      const agreed = await this.#passesFds;
      if (!agreed) closeFds(fds);
      return agreed;
    } catch (reason) {
      closeFds(fds);
      throw reason;
    }
  }

  async #askForFds(): Promise<boolean> {
    // Before the answer is read: how much the read after it may bring is settled while that one is taken apart, and it may
    // bring a descriptor already.
    this.#rpc.receiveFds();
    const { supported } = await this.#rpc.call(remote, 'connectSupportsFeature', { feature: DriverFeature.fdPassing });
    return supported !== 0;
  }
}
