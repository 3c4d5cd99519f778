import type { Duplex } from 'node:stream';
import { connect, type RpcConnection } from '@tsvirt/core';
import { type AuthenticationOptions, authentication } from '../auth/authentication.js';
import { type ClientConfig, loadClientConfig, resolveUri } from '../target/client-config.js';
import { type RemoteTarget, remoteTarget } from '../target/target.js';
import { dialTarget } from '../transport/transports.js';

/** How a transport is opened. */
export interface TransportOptions {
  /** For looking only: of a local daemon's sockets the one that allows no more. */
  readonly readOnly?: boolean | undefined;
  /** Ends the wait for the connection; an open one goes on. */
  readonly signal?: AbortSignal | undefined;
  /** What stands for the user's `libvirt.conf`; read from its place unless given. */
  readonly config?: ClientConfig | undefined;
}

/** How a connection is opened. */
export interface RemoteOptions extends TransportOptions, AuthenticationOptions {
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Silence of the daemon before it is asked whether it is there, in milliseconds; 5000 unless given, 0: never. */
  readonly keepaliveIntervalMs?: number | undefined;
}

/** How long opening may take when the caller does not say, in milliseconds: enough to type a password for ssh. */
const openLimitMs = 120_000;

/**
 * Connects to the daemon of a URI, up to the point where it waits for the first call: `qemu+ssh://root@host/system`,
 * `qemu://host/system` (TLS), an alias of libvirt.conf. Authentication is the caller's to do.
 * @throws VirtError SYSTEM_ERROR when there is nobody, RPC when the certificates are not accepted, INVALID_ARG for what the
 * URI should not say
 */
export async function openTransport(to: string | RemoteTarget, options: TransportOptions = {}): Promise<Duplex> {
  const config = options.config ?? (await loadClientConfig());
  return dial(typeof to === 'string' ? remoteTarget(resolveUri(to, config)) : to, config, options);
}

/**
 * Connects to the daemon of a URI, proves who we are, and opens there what the URI names.
 * @throws VirtError as `openTransport`, AUTH_FAILED, AUTH_UNAVAILABLE, or what the daemon says against the URI
 */
export async function openRemote(uri: string, options: RemoteOptions = {}): Promise<RpcConnection> {
  const config = options.config ?? (await loadClientConfig());
  return connectTo(remoteTarget(resolveUri(uri, config)), { ...options, config });
}

/** Connects to a target that is known already. */
export async function connectTo(
  target: RemoteTarget,
  options: RemoteOptions & { readonly config: ClientConfig },
): Promise<RpcConnection> {
  const { readOnly = false, timeoutMs, keepaliveIntervalMs, config } = options;
  const signal = limited(options.signal);
  const stream = await dial(target, config, { readOnly, signal });
  return connect(literalUri(target.inner), {
    stream,
    readOnly,
    signal,
    authenticate: authentication(target, options),
    timeoutMs,
    keepaliveIntervalMs,
  });
}

function dial(target: RemoteTarget, config: ClientConfig, options: TransportOptions): Promise<Duplex> {
  return dialTarget(target, { config, readOnly: options.readOnly ?? false, signal: limited(options.signal) });
}

function limited(signal: AbortSignal | undefined): AbortSignal {
  const limit = AbortSignal.timeout(openLimitMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}

/** A URI that makes `connect` ask for just this, whatever it looks like: it may itself lead on to another host. */
function literalUri(inner: string): string {
  return inner === '' ? '' : `remote:///?name=${encodeURIComponent(inner)}`;
}
