import net from 'node:net';

/** One read buffer for all connections: what a read brings is used up, or copied, before the next read begins. */
const readBuffer = Buffer.allocUnsafeSlow(65_536);

/** Where a socket's bytes go. */
export interface Reading {
  /** How many bytes the next read may bring at most; undefined: as many as the read buffer holds. */
  limit(): number | undefined;
  /** The bytes are valid during the call only. @returns false to stop reading until `resume` */
  received(chunk: Buffer): boolean;
}

/** Options that make a socket read into the shared buffer, for `net.connect` and sockets made from a handle. */
export function onread(reading: Reading): { buffer: () => Buffer; callback: (length: number) => boolean } {
  return {
    buffer: () => {
      const limit = reading.limit();
      return limit === undefined || limit >= readBuffer.length ? readBuffer : readBuffer.subarray(0, limit);
    },
    callback: length => reading.received(readBuffer.subarray(0, length)),
  };
}

/**
 * Makes an accepted socket read into the shared buffer. Node offers that for outgoing connections only, so the
 * socket's handle moves to a new socket; `_handle` is not documented, and without it the socket stays as it is.
 * @returns undefined when the handle cannot be moved
 */
export function rebuilt(socket: net.Socket, reading: Reading): net.Socket | undefined {
  // A TLS socket's bytes are not those of its handle.
  if ('encrypted' in socket) return undefined;
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('useUserBuffer' in handle)) return undefined;
  Reflect.set(socket, '_handle', null);
  const options: net.SocketConstructorOpts & { handle: unknown; onread: unknown } = { handle, onread: onread(reading) };
  return new net.Socket(options);
}

/** The descriptor's number of an open socket, for native calls; undefined when there is none. */
export function descriptorOf(socket: unknown): number | undefined {
  if (!(socket instanceof net.Socket)) return undefined;
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null || !('fd' in handle)) return undefined;
  const { fd } = handle;
  return typeof fd === 'number' && fd >= 0 ? fd : undefined;
}
