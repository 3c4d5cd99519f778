import type { Duplex } from 'node:stream';
import { VirUri } from '@tsvirt/util';
import { type Authenticate, connect, type ConnectOptions } from '../client/connection.js';
import { transportNameOf } from '../client/target.js';
import { Connection } from './connection/connection.js';
import { connectInProcess, type InProcessOptions } from './in-process.js';
import type { Link } from './link.js';
import { firstLink, ReconnectingLink, type ReconnectOptions } from './reconnecting-link.js';

/** A way to a daemon, as a transport made it. */
export interface Transported {
  /** Connected bytes, on which the daemon waits for its first call. */
  readonly stream: Duplex;
  /** Whether what passes is encrypted; false unless given. */
  readonly isEncrypted?: boolean | undefined;
  /** How this way's daemon is told who one is, where the caller does not say it. */
  readonly authenticate?: Authenticate | undefined;
}

/** Makes the way to a daemon that is named in a URI's scheme (`qemu+tls://`), encryption and tunnels included. */
export type Transport = (
  uri: VirUri,
  options: { readonly readOnly: boolean; readonly signal: AbortSignal | undefined },
) => Promise<Transported>;

/** How a connection is opened. */
export interface OpenOptions extends Partial<InProcessOptions> {
  /** Only look: whatever changes something is refused with OPERATION_DENIED. */
  readonly readOnly?: boolean | undefined;
  /** The daemon's socket, instead of the one that the URI means. */
  readonly socket?: string | undefined;
  /**
   * Further transports by their names in URIs; `unix` and `tcp` are there. A URI with a host and without a transport
   * means `tls`. `remoteTransports()` of `@tsvirt/driver-remote/client` has all of libvirt's.
   */
  readonly transports?: Readonly<Record<string, Transport>> | undefined;
  /** How to prove who one is to a daemon that asks for it; without it, only those that ask for nothing can be used. */
  readonly authenticate?: Authenticate | undefined;
  /** Ends the wait for the connection; an open one goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Silence of the daemon before it is asked whether it is there, in milliseconds; 5000 unless given, 0: never. */
  readonly keepaliveIntervalMs?: number | undefined;
  /** Whether a lost connection is made anew; `false` unless given. */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
}

/**
 * Opens a connection: to a daemon (`qemu+unix:///system`, `test+tcp://host/default`,
 * `test+unix:///default?socket=/run/x/libvirt-sock`), be it tsvirtd or libvirtd, or with `drivers` to drivers in this
 * process. An empty URI leaves the choice to the daemon. Hold the connection with `await using`, or close it.
 * @throws VirtError SYSTEM_ERROR when no daemon listens, AUTH_UNAVAILABLE when it wants a proof, NO_CONNECT when nothing
 * serves the URI, OPERATION_ABORTED when the signal says so
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * for (const domain of await connection.listAllDomains({ active: true })) console.log(domain.name); // web
 * ```
 */
export async function open(uri: string, options: OpenOptions = {}): Promise<Connection> {
  const { reconnect = false, readOnly = false } = options;
  let isEncrypted = false;
  const dial = async (signal: AbortSignal | undefined): Promise<Link> => {
    const way = await wayTo(uri, options, signal);
    isEncrypted = way.isEncrypted;
    return way.link;
  };
  if (reconnect === false) {
    const link = await dial(options.signal);
    return new Connection(link, { readOnly, isEncrypted });
  }
  const choices = reconnect === true ? {} : reconnect;
  const first = await firstLink(dial, choices, options.signal);
  return new Connection(new ReconnectingLink(first, dial, choices, options.timeoutMs), { readOnly, isEncrypted });
}

interface Way {
  readonly link: Link;
  readonly isEncrypted: boolean;
}

async function wayTo(uri: string, options: OpenOptions, signal: AbortSignal | undefined): Promise<Way> {
  const { drivers, readOnly = false, authenticate, timeoutMs, keepaliveIntervalMs, socket } = options;
  const base: ConnectOptions = {
    readOnly,
    socket,
    authenticate,
    signal,
    timeoutMs,
    keepaliveIntervalMs,
  };
  if (drivers !== undefined) {
    const own = { drivers, libVersion: options.libVersion, policy: options.policy };
    return { link: await connectInProcess(uri, own, { readOnly, signal, timeoutMs }), isEncrypted: false };
  }
  const transport = transportOf(uri, options.transports);
  if (transport !== undefined) {
    const way = await transport(VirUri.parse(uri), { readOnly, signal });
    const { stream, isEncrypted = false } = way;
    const link = await connect(uri, { ...base, stream, authenticate: authenticate ?? way.authenticate });
    return { link, isEncrypted };
  }
  return { link: await connect(uri, base), isEncrypted: false };
}

function transportOf(text: string, transports: OpenOptions['transports']): Transport | undefined {
  if (transports === undefined || text === '') return undefined;
  const name = transportNameOf(VirUri.parse(text));
  return Object.hasOwn(transports, name) ? transports[name] : undefined;
}
