import { deferred, type VirtError } from '@tsvirt/util';
import { adminSocketOf } from '../../client/target.js';
import { admin } from '../../protocol/admin.js';
import { RpcClient } from '../../rpc/client.js';
import { AdminConnection } from './admin-connection.js';

/** How a connection to a daemon's administration is opened. */
export interface AdminOptions {
  /** The daemon's admin socket, instead of the one that the URI means. */
  readonly socket?: string | undefined;
  /** Ends the wait for the connection; an open one goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until a call fails with OPERATION_TIMEOUT, unless it says otherwise; absent: no limit. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Connects to the administration of a daemon on this host: `libvirtd:///system`, or with the socket in the URI
 * `libvirtd:///system?socket=/run/x/libvirt-admin-sock`.
 * @throws VirtError SYSTEM_ERROR when no daemon listens
 * @example
 * ```ts
 * import { openAdmin } from '@tsvirt/core';
 *
 * await using daemon = await openAdmin('libvirtd:///system');
 * for (const server of await daemon.listServers()) console.log(server.getName());
 * ```
 */
export async function openAdmin(uri = 'libvirtd:///system', options: AdminOptions = {}): Promise<AdminConnection> {
  const closed = deferred<VirtError | undefined>();
  const path = options.socket ?? adminSocketOf(uri);
  const rpc = await RpcClient.connect(
    { path },
    { programs: [admin], timeoutMs: options.timeoutMs, onClosed: reason => closed.resolve(reason) },
    options.signal,
  );
  try {
    await rpc.call(admin, 'connectOpen', { flags: 0 }, { signal: options.signal });
  } catch (reason) {
    rpc.close();
    throw reason;
  }
  return new AdminConnection(rpc, uri, closed.promise);
}
