import { join } from 'node:path';
import {
  type Call,
  ConnectionTies,
  type DriverConnection,
  type DriverContext,
  type DriverHandlers,
  type RunningDriver,
} from '@tsvirt/core/contract';
import { logger, VirtError, VirUri } from '@tsvirt/util';
import driver from '../src/index.js';

/** A call as a client with every right makes it. */
export const call: Call = {
  identity: {},
  readOnly: false,
  connection: new ConnectionTies(reason => {
    throw reason;
  }),
  signal: new AbortController().signal,
  stream: {
    serve() {
      throw new Error('no stream');
    },
    sparse: false,
  },
  fds: [],
  replyFds: () => {},
  require: () => Promise.resolve(),
  allows: () => true,
};

/** The driver as a daemon runs it, with its files under a folder of the test's, and one connection. */
export class DriverUnderTest {
  readonly connection: DriverConnection;
  readonly #running: RunningDriver;
  readonly #stopping: AbortController;

  private constructor(running: RunningDriver, connection: DriverConnection, stopping: AbortController) {
    this.#running = running;
    this.#stopping = stopping;
    this.connection = connection;
  }

  get handlers(): DriverHandlers {
    return this.connection.handlers;
  }

  /** @param siblings opens connections to other drivers; none are installed unless given */
  static async start(root: string, siblings?: DriverContext['openConnection']): Promise<DriverUnderTest> {
    const stopping = new AbortController();
    const running = await driver.start(contextIn(root, stopping.signal, siblings));
    const connection = await running.open({
      uri: VirUri.parse('qemu:///system'),
      readOnly: false,
      identity: {},
      signal: call.signal,
    });
    if (typeof connection === 'symbol') throw new Error('declined');
    return new DriverUnderTest(running, connection, stopping);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running.stop?.();
  }
}

/** What the driver gets of a daemon whose files are under `root`. */
export function contextIn(
  root: string,
  signal: AbortSignal,
  siblings?: DriverContext['openConnection'],
): DriverContext {
  return {
    directories: {
      etc: join(root, 'etc'),
      run: join(root, 'run'),
      lib: join(root, 'lib'),
      cache: join(root, 'cache'),
      log: join(root, 'log'),
    },
    log: logger('qemu'),
    privileged: true,
    libVersion: 9_000_000,
    hostUuid: undefined,
    signal,
    openConnection:
      siblings ?? (uri => Promise.reject(new VirtError('NO_CONNECT', 'NONE', `no driver serves '${uri}'`))),
  };
}
