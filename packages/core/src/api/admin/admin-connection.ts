import type { VirtError } from '@tsvirt/util';
import type { CallOptions, Client } from '../../contract/index.js';
import { admin, type AdminProcedures } from '../../protocol/admin.js';
import { AdmConnectDaemonShutdownFlags } from '../../protocol/enums/index.js';
import type { RpcClient } from '../../rpc/client.js';
import type { AdmConnectDaemonShutdownOptions } from '../call-flags.js';
import { flagsOf, type PlainOptions } from '../flag-options.js';
import { AdminServer } from './admin-server.js';

/**
 * A connection to the administration of a daemon. Close it, or hold it with `await using`.
 * @example
 * ```ts
 * import { openAdmin } from '@tsvirt/core';
 *
 * await using daemon = await openAdmin('libvirtd:///system');
 * await daemon.setLoggingFilters('3:rpc 1:qemu.monitor');
 * console.log(await daemon.getLoggingFilters());
 * await daemon.setLoggingFilters('');
 * ```
 */
export class AdminConnection implements AsyncDisposable {
  /** Every procedure of the administration as a function. */
  readonly call: Client<AdminProcedures>;
  /** Resolves when the connection is gone: with the reason, or undefined when this side closed it. */
  readonly closed: Promise<VirtError | undefined>;
  protected readonly uri: string;
  protected readonly rpc: RpcClient;

  constructor(rpc: RpcClient, uri: string, closed: Promise<VirtError | undefined>) {
    this.rpc = rpc;
    this.uri = uri;
    this.closed = closed;
    this.call = rpc.proxy(admin);
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    // The daemon closes after its reply; that it is gone already is as good.
    if (this.rpc.lostReason === undefined) await this.call.connectClose({}, { timeoutMs: 5000 }).catch(() => {});
    this.rpc.close();
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Has the daemon exit; options may ask to save the state of running guests first. */
  daemonShutdown(options?: AdmConnectDaemonShutdownOptions): Promise<void> {
    return this.call.connectDaemonShutdown({ flags: flagsOf(AdmConnectDaemonShutdownFlags, options) }, options);
  }

  /** Version of the daemon's library as major * 1000000 + minor * 1000 + release. */
  async getLibVersion(options?: CallOptions): Promise<number> {
    const { libVer } = await this.call.connectGetLibVersion({}, options);
    return Number(libVer);
  }

  /** What the daemon logs, in the syntax of its configuration; absent without filters. */
  async getLoggingFilters(options?: PlainOptions): Promise<string | undefined> {
    const { filters } = await this.call.connectGetLoggingFilters({ flags: options?.flags ?? 0 }, options);
    return filters ?? undefined;
  }

  /** Where the daemon logs, in the syntax of its configuration; `noutputs` counts them. */
  async getLoggingOutputs(options?: PlainOptions): Promise<string> {
    const { outputs } = await this.call.connectGetLoggingOutputs({ flags: options?.flags ?? 0 }, options);
    return outputs;
  }

  /** The URI that was opened. */
  getURI(): string {
    return this.uri;
  }

  /** Whether calls can go out. */
  isAlive(): boolean {
    return this.rpc.lostReason === undefined;
  }

  /** The daemon's servers. */
  async listServers(options?: PlainOptions): Promise<AdminServer[]> {
    const { servers } = await this.call.connectListServers({ flags: options?.flags ?? 0 }, options);
    return servers.map(ref => new AdminServer(this, ref));
  }

  /** Finds a server by name. */
  async lookupServer(name: string, options?: PlainOptions): Promise<AdminServer> {
    const { srv } = await this.call.connectLookupServer({ name, flags: options?.flags ?? 0 }, options);
    return new AdminServer(this, srv);
  }

  /** Has the daemon exit after `timeout` seconds without clients and guests; 0 lets it stay. */
  setDaemonTimeout(seconds: number, options?: PlainOptions): Promise<void> {
    return this.call.connectSetDaemonTimeout({ timeout: seconds, flags: options?.flags ?? 0 }, options);
  }

  /** Changes what the daemon logs; absent removes all filters. */
  setLoggingFilters(filters: string | undefined, options?: PlainOptions): Promise<void> {
    return this.call.connectSetLoggingFilters({ filters: filters ?? null, flags: options?.flags ?? 0 }, options);
  }

  /** Changes where the daemon logs; absent restores the default. */
  setLoggingOutputs(outputs: string | undefined, options?: PlainOptions): Promise<void> {
    return this.call.connectSetLoggingOutputs({ outputs: outputs ?? null, flags: options?.flags ?? 0 }, options);
  }
}
