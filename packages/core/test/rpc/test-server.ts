import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, connect, type RpcConnection } from '../../src/index.js';
import {
  type ConnectionOpener,
  connectionPrograms,
  noAuthentication,
  RpcServer,
  type RpcServerOptions,
  type ServiceOptions,
} from '../../src/rpc/index.js';
import { SocketClient } from './socket-client.js';

/** A server on a socket of its own, with a driver behind it. */
export class TestServer implements AsyncDisposable {
  readonly server: RpcServer;
  readonly path: string;
  readonly #folder: string;

  private constructor(server: RpcServer, folder: string) {
    this.server = server;
    this.path = join(folder, 'sock');
    this.#folder = folder;
  }

  static async start(
    driver: ConnectionOpener,
    options: { server?: Partial<RpcServerOptions>; service?: Partial<ServiceOptions> } = {},
  ): Promise<TestServer> {
    const server = new RpcServer({ name: 'libvirtd', ...options.server });
    const folder = await mkdtemp(join(tmpdir(), 'tsvirt-rpc-'));
    const self = new TestServer(server, folder);
    const programs = connectionPrograms({ opener: driver, libVersion: 9_000_000 });
    const service = { name: 'unix', programs, authenticator: noAuthentication, ...options.service };
    await server.listen(service, { kind: 'unix', path: self.path });
    return self;
  }

  connect(options: ConnectOptions = {}): Promise<RpcConnection> {
    return connect('test:///default', { socket: this.path, ...options });
  }

  raw(): Promise<SocketClient> {
    return SocketClient.connect(this.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    await rm(this.#folder, { recursive: true });
  }
}
