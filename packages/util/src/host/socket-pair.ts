import { native, nativeError } from './native.js';

const afUnix = 1;
const sockStream = 1;
const sockCloexec = 0o2000000;

/**
 * Two Unix stream sockets that are connected to each other, close-on-exec (socketpair(2)). Both belong to the caller; one of
 * them can be passed to another process.
 * @throws OPERATION_UNSUPPORTED without native calls, SYSTEM_ERROR
 */
export function socketPair(): readonly [number, number] {
  const libc = native('making a pair of sockets');
  const pair = Buffer.alloc(8);
  if (libc.socketpair(afUnix, sockStream | sockCloexec, 0, pair) !== 0)
    throw nativeError(libc, 'cannot make a pair of sockets');
  return [pair.readInt32LE(0), pair.readInt32LE(4)];
}
