import type { NonnullClient } from '../../protocol/admin-shapes.js';
import { ClientTransport } from '../../protocol/enums/index.js';
import { nameOf, type NameOf, type PlainOptions } from '../flag-options.js';
import { clientInfo, type ClientInfo } from '../parameters/host.js';
import type { AdminConnection } from './admin-connection.js';
import type { AdminServer } from './admin-server.js';

/**
 * A client of a daemon's server.
 * @example
 * ```ts
 * import { openAdmin } from '@tsvirt/core';
 *
 * await using daemon = await openAdmin('libvirtd:///system');
 * const server = await daemon.lookupServer('libvirtd');
 * for (const client of await server.listClients()) {
 *   console.log(client.getID(), client.getTransport(), (await client.getInfo()).unixUserName);
 * }
 * ```
 */
export class AdminClient {
  /** The connection to the daemon's administration that it was found through. */
  readonly connection: AdminConnection;
  /** The server that it is a client of. */
  readonly server: AdminServer;
  /** Number of the client, which no other one of the same server gets while the daemon runs. */
  readonly id: bigint;
  /** When it connected, to the second. */
  readonly connectedAt: Date;
  /** How it is connected: `unix`, `tcp`, `tls`. */
  readonly transport: NameOf<typeof ClientTransport>;
  /** How calls name it. */
  readonly ref: NonnullClient;

  constructor(server: AdminServer, ref: NonnullClient) {
    this.connection = server.connection;
    this.server = server;
    this.id = ref.id;
    this.connectedAt = new Date(Number(ref.timestamp) * 1000);
    this.transport = nameOf(ClientTransport, ref.transport);
    this.ref = ref;
  }

  /** Disconnects a client. */
  close(options?: PlainOptions): Promise<void> {
    return this.connection.call.clientClose({ clnt: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Number of the client. */
  getID(): bigint {
    return this.id;
  }

  /** Who a client is. */
  async getInfo(options?: PlainOptions): Promise<ClientInfo> {
    const { params } = await this.connection.call.clientGetInfo(
      { clnt: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return clientInfo.decode(params);
  }

  /** When it connected. */
  getTimestamp(): Date {
    return this.connectedAt;
  }

  /** How it is connected. */
  getTransport(): NameOf<typeof ClientTransport> {
    return this.transport;
  }
}
