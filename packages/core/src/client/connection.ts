import type { Duplex } from 'node:stream';
import { deferred, VirtError } from '@tsvirt/util';
import type { Client } from '../contract/index.js';
import type { EventName } from '../protocol/event-catalogue.js';
import type { ArgsOf, RetOf } from '../protocol/procedure.js';
import { qemu, type QemuProcedures } from '../protocol/qemu.js';
import { remote, type RemoteProcedures } from '../protocol/remote/index.js';
import { type ClientCallOptions, type FullReply, RpcClient, type RpcClientOptions } from '../rpc/client.js';
import { DriverFeature } from '../rpc/remote/driver-feature.js';
import type { EventFeed } from './event-feed.js';
import { EventRouter, type EventSubject } from './event-router.js';
import { targetOf } from './target.js';

/** VIR_CONNECT_RO. */
const readOnlyFlag = 1;

/** How to connect. */
export interface ConnectOptions {
  /** Only look: whatever changes something is refused. */
  readonly readOnly?: boolean;
  /** The daemon's socket, instead of the one that the URI means. */
  readonly socket?: string;
  /** A connected stream to the daemon, instead of a socket. */
  readonly stream?: Duplex;
  /** Ends the wait for the connection; an open one goes on. */
  readonly signal?: AbortSignal;
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number;
  /** Silence of the daemon before it is asked whether it is there; 5000 unless given, 0: never. */
  readonly keepaliveIntervalMs?: number;
}

/**
 * Connects to a daemon and opens a URI there: `qemu+unix:///system`, `test+tcp://host/default`, or with the daemon's
 * socket in it, `test+unix:///default?socket=/run/x/libvirt-sock`.
 * @throws VirtError SYSTEM_ERROR when no daemon listens, AUTH_UNAVAILABLE when it wants a proof, or what it says against the URI
 */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<Connection> {
  const target = targetOf(uri, options.readOnly === true);
  const events = new EventRouter();
  const closed = deferred<VirtError | undefined>();
  const rpcOptions: RpcClientOptions = {
    programs: [remote, qemu],
    timeoutMs: options.timeoutMs,
    onEvent: events.accept,
    onClosed: reason => {
      events.lost(reason ?? new VirtError('RPC', 'RPC', 'the connection was closed'));
      closed.resolve(reason);
    },
    ...(options.keepaliveIntervalMs === undefined ? {} : { keepaliveIntervalMs: options.keepaliveIntervalMs }),
  };
  const address = options.socket === undefined ? target.address : { path: options.socket };
  const rpc =
    options.stream === undefined
      ? await RpcClient.connect(address, rpcOptions, options.signal)
      : RpcClient.over(options.stream, rpcOptions);
  try {
    await open(rpc, target.uri, options);
  } catch (reason) {
    rpc.close();
    throw reason;
  }
  return new Connection(rpc, events, closed.promise);
}

async function open(rpc: RpcClient, uri: string, { readOnly, signal }: ConnectOptions): Promise<void> {
  const limits = signal === undefined ? {} : { signal };
  const { types } = await rpc.call(remote, 'authList', {}, limits);
  if (!types.includes('none')) {
    throw new VirtError('AUTH_UNAVAILABLE', 'AUTH', `the daemon wants ${types.join(' or ')}, which is not there`);
  }
  const supports = async (feature: number) =>
    (await rpc.call(remote, 'connectSupportsFeature', { feature }, limits)).supported !== 0;
  if (await supports(DriverFeature.programKeepalive)) rpc.startKeepalive();
  await rpc.call(remote, 'connectOpen', { name: uri, flags: readOnly === true ? readOnlyFlag : 0 }, limits);
  if (!(await supports(DriverFeature.remoteEventCallback))) {
    throw new VirtError('NO_SUPPORT', 'REMOTE', 'a daemon without event callbacks (libvirt before 1.3.3)');
  }
}

/** An open connection. Close it, or hold it with `await using`. */
export class Connection implements AsyncDisposable {
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
  async callFully<N extends keyof RemoteProcedures>(
    name: N,
    args: ArgsOf<RemoteProcedures[N]>,
    options: ClientCallOptions = {},
  ): Promise<FullReply<RetOf<RemoteProcedures[N]>>> {
    if (remote.procedureNamed(name).spec.fds !== undefined && !(await this.#agreeOnFds())) {
      throw new VirtError('NO_SUPPORT', 'REMOTE', 'descriptors over this connection');
    }
    return this.#rpc.callFully(remote, name, args, options);
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

  #agreeOnFds(): Promise<boolean> {
    this.#passesFds ??= (async () => {
      const { supported } = await this.#rpc.call(remote, 'connectSupportsFeature', {
        feature: DriverFeature.fdPassing,
      });
      if (supported !== 0) this.#rpc.receiveFds();
      return supported !== 0;
    })();
    return this.#passesFds;
  }
}
