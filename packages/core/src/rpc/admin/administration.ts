import { type LogOutput, VirtError } from '@tsvirt/util';
import type { NonnullClient, NonnullServer } from '../../protocol/index.js';
import type { RpcServer } from '../server.js';
import type { Session } from '../session.js';

/** What the admin interface administers. */
export interface Administration {
  /** In the order in which they are listed. */
  readonly servers: readonly RpcServer[];
  /** major * 1,000,000 + minor * 1,000 + release. */
  readonly libVersion: number;
  readonly logOutputs: {
    readonly current: readonly LogOutput[];
    /** @param outputs undefined: back to what the configuration says */
    change(outputs: readonly LogOutput[] | undefined): Promise<void>;
  };
  /** Seconds without clients and guests after which the daemon ends; 0: never. */
  setIdleTimeout(seconds: number): void;
  /** Ends the daemon; `preserve` keeps guests as on a shutdown of the host. */
  shutdown(options: { readonly preserve: boolean }): void;
  /** Reads certificates again; absent: no server has any. */
  readonly updateTls?: (server: RpcServer) => Promise<void>;
}

/** @throws VirtError NO_SERVER */
export function serverNamed({ servers }: Administration, name: string): RpcServer {
  const server = servers.find(candidate => candidate.name === name);
  if (server === undefined) throw new VirtError('NO_SERVER', 'RPC', `No server named '${name}'`);
  return server;
}

/** @throws VirtError NO_SERVER, NO_CLIENT */
export function clientOf(admin: Administration, srv: NonnullServer, id: bigint): Session {
  const client = serverNamed(admin, srv.name).client(id);
  if (client === undefined) throw new VirtError('NO_CLIENT', 'RPC', `No client with matching ID '${id}'`);
  return client;
}

/** A client as the admin interface names it. */
export function clientReference(server: RpcServer, session: Session): NonnullClient {
  return {
    srv: { name: server.name },
    id: session.id,
    timestamp: BigInt(Math.floor(session.connectedAtMs / 1000)),
    transport: session.transport,
  };
}
