import type { AccessObject, Permission } from './access.js';
import type { CallerConnection } from './caller-connection.js';
import type { Identity } from './identity.js';
import type { StreamOffer } from './stream.js';

/** What surrounds one call of a handler. */
export interface Call {
  readonly identity: Identity;
  /** The connection may change nothing. The table has refused what is always forbidden; this is for the finer cases. */
  readonly readOnly: boolean;
  /** The connection that the call came through: what is to end with it is tied to it. */
  readonly connection: CallerConnection;
  /** Aborted when the caller is gone or gave up. It ends the waiting, not what the guest was told to do. */
  readonly signal: AbortSignal;
  /** The stream that this call opens. @throws Error in procedures without a stream */
  readonly stream: StreamOffer;
  /** File descriptors that came with the call; the handler owns and closes them. */
  readonly fds: readonly number[];
  /** Sends descriptors back with the reply; they are closed once sent. Only in procedures whose table says so. */
  replyFds(fds: readonly number[]): void;
  /** @throws VirtError ACCESS_DENIED */
  require(permission: Permission, object?: AccessObject): Promise<void>;
  /** For lists: whether an object may be seen. */
  allows(permission: Permission, object?: AccessObject): boolean | Promise<boolean>;
}
