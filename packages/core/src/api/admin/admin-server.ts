import type { NonnullServer } from '../../protocol/admin-shapes.js';
import type { PlainOptions } from '../flag-options.js';
import { clientLimits, type ClientLimits, threadPool, type ThreadPoolParameters } from '../parameters/host.js';
import { AdminClient } from './admin-client.js';
import type { AdminConnection } from './admin-connection.js';

/**
 * One of the servers of a daemon: `libvirtd` for connections, `admin` for its administration.
 * @example
 * ```ts
 * import { openAdmin } from '@tsvirt/core';
 *
 * await using daemon = await openAdmin('libvirtd:///system');
 * const server = await daemon.lookupServer('libvirtd');
 * const { current, max } = await server.getClientLimits();
 * console.log(`${current} of ${max} clients`);
 * ```
 */
export class AdminServer {
  /** The connection to the daemon's administration that it was found through. */
  readonly connection: AdminConnection;
  /** Name: `libvirtd`, `admin`. */
  readonly name: string;
  /** How calls name it. */
  readonly ref: NonnullServer;

  constructor(connection: AdminConnection, ref: NonnullServer) {
    this.connection = connection;
    this.name = ref.name;
    this.ref = ref;
  }

  /** How many clients a server takes, and has. */
  async getClientLimits(options?: PlainOptions): Promise<ClientLimits> {
    const { params } = await this.connection.call.serverGetClientLimits(
      { srv: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return clientLimits.decode(params);
  }

  /** Name: `libvirtd` or `admin`. */
  getName(): string {
    return this.name;
  }

  /** Workers of a server. */
  async getThreadPoolParameters(options?: PlainOptions): Promise<ThreadPoolParameters> {
    const { params } = await this.connection.call.serverGetThreadPoolParameters(
      { srv: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return threadPool.decode(params);
  }

  /** Clients that are connected to a server. */
  async listClients(options?: PlainOptions): Promise<AdminClient[]> {
    const { clients } = await this.connection.call.serverListClients(
      { srv: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return clients.map(ref => new AdminClient(this, ref));
  }

  /** Finds a client of a server by its id. */
  async lookupClient(id: bigint, options?: PlainOptions): Promise<AdminClient> {
    const { clnt } = await this.connection.call.serverLookupClient(
      { srv: this.ref, id, flags: options?.flags ?? 0 },
      options,
    );
    return new AdminClient(this, clnt);
  }

  /** Changes how many clients a server takes. */
  setClientLimits(params: ClientLimits, options?: PlainOptions): Promise<void> {
    return this.connection.call.serverSetClientLimits(
      { srv: this.ref, params: clientLimits.encode(params), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Changes how many workers a server may have. */
  setThreadPoolParameters(params: ThreadPoolParameters, options?: PlainOptions): Promise<void> {
    return this.connection.call.serverSetThreadPoolParameters(
      { srv: this.ref, params: threadPool.encode(params), flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Has a server read its TLS certificates anew. */
  updateTlsFiles(options?: PlainOptions): Promise<void> {
    return this.connection.call.serverUpdateTlsFiles({ srv: this.ref, flags: options?.flags ?? 0 }, options);
  }
}
