import { close, constants, open } from 'node:fs';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tty from 'node:tty';
import { promisify } from 'node:util';
import type { StreamEnd } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { relay } from './relay.js';

const openFile = promisify(open);
const closeFile = promisify(close);

/** Where a console or channel of a running guest is reached on the host. */
export type ConsoleTarget =
  | { readonly kind: 'pty'; readonly path: string }
  /** A socket that QEMU listens on. */
  | { readonly kind: 'unix'; readonly path: string };

/** Who uses which console: at most one stream each, as two readers would tear its output apart. */
export class ConsoleSessions {
  readonly #active = new Map<string, AbortController>();

  /**
   * Opens a console. The returned function serves it on a stream until either side ends.
   * @param options.force ends the session that holds the console instead of failing
   * @throws OPERATION_FAILED while another stream holds it; SYSTEM_ERROR when it can't be opened
   */
  async open(
    target: ConsoleTarget,
    options: { readonly force: boolean },
  ): Promise<(stream: StreamEnd) => Promise<void>> {
    const key = `${target.kind}:${target.path}`;
    const holder = this.#active.get(key);
    if (holder !== undefined) {
      if (!options.force)
        throw new VirtError('OPERATION_FAILED', 'STREAMS', `console '${target.path}' is in use by another stream`);
      holder.abort(
        new VirtError('OPERATION_ABORTED', 'STREAMS', `console '${target.path}' was taken over by another stream`),
      );
    }
    const session = new AbortController();
    this.#active.set(key, session);
    const release = () => {
      if (this.#active.get(key) === session) this.#active.delete(key);
    };
    try {
      const device = target.kind === 'pty' ? await openPty(target.path) : await connect(target.path);
      return async stream => {
        try {
          await relay(device, stream, session.signal);
        } finally {
          release();
        }
      };
    } catch (reason) {
      release();
      throw VirtError.system(reason, 'STREAMS', `cannot open console '${target.path}'`);
    }
  }
}

/** A pty must be opened non-blocking and read as a terminal: a plain file stream would hold a thread of the pool for its life. */
async function openPty(path: string): Promise<Duplex> {
  const fd = await openFile(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  const stream = new tty.ReadStream(fd);
  // libuv opens the terminal anew for itself, and leaves what it was given to who gave it.
  const handle: unknown = Reflect.get(stream, '_handle');
  const own: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : fd;
  if (typeof own === 'number' && own !== fd) await closeFile(fd);
  return stream;
}

async function connect(path: string): Promise<Duplex> {
  const socket = net.connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}
