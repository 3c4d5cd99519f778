import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type RpcConnection } from '@tsvirt/core';
import { declined, type DriverContext, type DriverHandlers, EventHub } from '@tsvirt/core/contract';
import { eventObject } from '@tsvirt/core/protocol';
import { type ConnectionOpener, connectionPrograms, noAuthentication, RpcServer } from '@tsvirt/core/rpc';
import { logger, VirtError, VirUri } from '@tsvirt/util';
import driver from '../src/index.js';

/** Two daemons in this process, each on a socket: the far one has the handlers, the near one forwards to it. */
export class Daemons implements AsyncDisposable {
  /** Where the far daemon's events come out. */
  readonly events = new EventHub({
    objectOf: ({ payload }) => eventObject(payload),
    onError: reason => {
      throw reason;
    },
  });
  readonly #folder: string;
  readonly #far = new RpcServer({ name: 'far' });
  readonly #near = new RpcServer({ name: 'near' });

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(handlers: DriverHandlers): Promise<Daemons> {
    const folder = await mkdtemp(join(tmpdir(), 'forwarding-'));
    const daemons = new Daemons(folder);
    const far: ConnectionOpener = {
      open: ({ uri }) => ({
        uri: uri ?? '',
        driverName: 'FAR',
        handlers,
        hubFor: () => daemons.events,
        close: () => {},
      }),
    };
    const running = await driver.start(contextIn(folder));
    const near: ConnectionOpener = {
      async open({ uri, readOnly, identity, signal }) {
        const opened = await running.open({ uri: VirUri.parse(uri ?? ''), readOnly, identity, signal });
        if (opened === declined) throw new VirtError('NO_CONNECT', 'NONE', uri ?? '');
        return {
          uri: uri ?? '',
          driverName: 'REMOTE',
          handlers: opened.handlers,
          hubFor: () => opened.events,
          onLost: listener => opened.onLost?.(listener) ?? (() => {}),
          close: () => opened.close?.(),
        };
      },
    };
    await daemons.#listen(daemons.#far, far, 'far');
    await daemons.#listen(daemons.#near, near, 'near');
    return daemons;
  }

  get farSocket(): string {
    return join(this.#folder, 'far');
  }

  /** Connects to the near daemon, and through it to what a URI names; the far one unless given. */
  connect(inner = `far+unix:///host?socket=${this.farSocket}`, readOnly = false): Promise<RpcConnection> {
    return connect(`remote:///?name=${encodeURIComponent(inner)}`, { socket: join(this.#folder, 'near'), readOnly });
  }

  /** Clients of the far daemon. */
  get farClients(): number {
    return this.#far.clientCount;
  }

  stopFar(): Promise<void> {
    return this.#far.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#near.close();
    await this.#far.close();
    await rm(this.#folder, { recursive: true });
  }

  async #listen(server: RpcServer, opener: ConnectionOpener, name: string): Promise<void> {
    const programs = connectionPrograms({ opener, libVersion: 9_000_000 });
    const service = { name, programs, authenticator: noAuthentication };
    await mkdir(this.#folder, { recursive: true });
    await server.listen(service, { kind: 'unix', path: join(this.#folder, name) });
  }
}

function contextIn(folder: string): DriverContext {
  return {
    directories: { etc: folder, run: folder, lib: folder, cache: folder, log: folder },
    log: logger('remote'),
    privileged: true,
    libVersion: 9_000_000,
    hostUuid: undefined,
    signal: new AbortController().signal,
    openConnection: () => Promise.reject(new VirtError('NO_CONNECT', 'NONE')),
  };
}
