import { close } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { VirtError } from '@tsvirt/util';
import { hasNative, receiveFd, sendFd } from '@tsvirt/util/host';

/** How long the other side may leave a descriptor out, or not take one, before the connection is given up. */
const patienceMs = 5000;

/** Whether this host can pass descriptors. Loads the native calls: ask when a client wants to know, not before. */
export function canPassFds(): boolean {
  return hasNative();
}

/** Closes descriptors that nobody took. */
export function closeFds(fds: readonly number[]): void {
  // Nothing can be done about a close that fails, and the number is free in any case.
  for (const fd of fds) close(fd, () => {});
}

/**
 * Takes the descriptors that follow a packet, one on each byte. The reads before must have ended where the packet did.
 * @param socket the connection's descriptor; undefined once it is closed
 */
export async function receiveFds(socket: () => number | undefined, count: number): Promise<number[]> {
  const fds: number[] = [];
  try {
    while (fds.length < count) fds.push(await persist(socket, on => receiveFd(on)));
    return fds;
  } catch (reason) {
    closeFds(fds);
    throw reason;
  }
}

/** Sends descriptors, one on each zero byte, and closes them here, sent or not. */
export async function sendFds(socket: () => number | undefined, fds: readonly number[]): Promise<void> {
  try {
    for (const fd of fds) await persist(socket, on => sendFd(on, fd));
  } finally {
    closeFds(fds);
  }
}

/**
 * Tries until the call does something. The event loop watches this socket for its own reads and writes and cannot
 * tell us when a native call would succeed, hence the timer; the bytes are mostly there already.
 */
async function persist(socket: () => number | undefined, attempt: (on: number) => number | undefined): Promise<number> {
  const deadline = performance.now() + patienceMs;
  for (let tries = 0; ; tries++) {
    const on = socket();
    if (on === undefined) throw new VirtError('RPC', 'RPC', 'the connection ended while descriptors were passed');
    const result = attempt(on);
    if (result !== undefined) return result;
    if (performance.now() > deadline) {
      throw new VirtError('RPC', 'RPC', `a descriptor was not passed within ${patienceMs} ms`);
    }
    await (tries < 3 ? nextTurn() : pause(1));
  }
}
