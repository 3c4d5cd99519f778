import type { NetConnectOpts, Socket } from 'node:net';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { onAbort, VirtError } from '@tsvirt/util';
import { whileCrowded } from '@tsvirt/util/host';
import type { ClientConfig } from '../target/client-config.js';
import type { RemoteTarget } from '../target/target.js';

/** What a transport is told besides the target. */
export interface DialOptions {
  /** The connection is for looking only: of a local daemon's sockets, the read-only one. */
  readonly readOnly: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: ClientConfig;
}

/** A way to a daemon: answers a stream on which it waits for the first call. @throws VirtError what is against it */
export type Dial = (target: RemoteTarget, options: DialOptions) => Promise<Duplex>;

/**
 * Connects a socket; waits for one where too many wait already. It is answered paused: nothing has been read from it.
 * @param what the address, as the error names it
 */
export function dialSocket(address: NetConnectOpts, what: string, signal: AbortSignal | undefined): Promise<Socket> {
  const attempt = () => {
    const socket = net.connect(address);
    socket.pause();
    return established(socket, 'connect', what, signal);
  };
  return whileCrowded(attempt, { domain: 'RPC', signal });
}

/** Waits until a socket says that it is connected; it is destroyed when that fails. */
export function established<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  what: string,
  signal: AbortSignal | undefined,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const failed = (reason: unknown) => reject(VirtError.is(reason) ? reason : VirtError.system(reason, 'RPC', what));
    socket.once('error', failed);
    socket.once(event, () => {
      forget?.();
      socket.off('error', failed);
      resolve(socket);
    });
    socket.once('close', () => forget?.());
    const abort = () => socket.destroy(VirtError.aborted(signal?.reason, 'RPC'));
    const forget = signal === undefined ? undefined : onAbort(signal, abort);
  });
}
