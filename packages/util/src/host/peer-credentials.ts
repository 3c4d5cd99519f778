import { native, nativeError } from './native.js';

/** Who is at the other end of a Unix socket, as the kernel noted it when the connection was made. */
export interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
}

const solSocket = 1;
const soPeercred = 17;

/**
 * The credentials of a connected Unix socket's other end (SO_PEERCRED).
 * @throws OPERATION_UNSUPPORTED without native calls, SYSTEM_ERROR when the descriptor is no Unix socket
 */
export function peerCredentials(fd: number): PeerCredentials {
  const libc = native('reading peer credentials');
  const value = Buffer.alloc(12);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  if (libc.getsockopt(fd, solSocket, soPeercred, value, length) !== 0) {
    throw nativeError(libc, `cannot read the peer credentials of descriptor ${fd}`);
  }
  return { pid: value.readInt32LE(0), uid: value.readUInt32LE(4), gid: value.readUInt32LE(8) };
}
