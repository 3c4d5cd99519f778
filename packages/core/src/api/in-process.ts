import { duplexPair } from 'node:stream';
import { connect, type ConnectOptions, type RpcConnection } from '../client/connection.js';
import { type AccessPolicy, allowAll } from '../contract/index.js';
import { noAuthentication } from '../rpc/authenticator.js';
import type { ConnectionOpener } from '../rpc/connection-opener.js';
import { connectionPrograms } from '../rpc/remote/programs.js';
import { RpcServer } from '../rpc/server.js';

/** What serves connections in this process. */
export interface InProcessOptions {
  /** Finds the driver of a URI: a `DriverRegistry`, or an opener of one's own. */
  readonly drivers: ConnectionOpener;
  /** What `getLibVersion` answers, as major * 1,000,000 + minor * 1,000 + release; 0 unless given. */
  readonly libVersion?: number | undefined;
  /** Who may do what; absent: everybody everything. */
  readonly policy?: AccessPolicy | undefined;
}

// A program does not protect itself from its own calls.
const noLimit = 1_000_000;

/** Connects to drivers in this process: the same server as the daemon's, over a stream that never leaves memory. */
export async function connectInProcess(
  uri: string,
  { drivers, libVersion = 0, policy = allowAll }: InProcessOptions,
  options: ConnectOptions,
): Promise<RpcConnection> {
  const [ours, theirs] = duplexPair();
  const server = new RpcServer({
    name: 'in-process',
    limits: { maxClientRequests: noLimit, keepaliveInterval: -1 },
  });
  const programs = connectionPrograms({ opener: drivers, libVersion });
  server.serve({ name: 'in-process', programs, authenticator: noAuthentication, policy }, theirs);
  try {
    const connection = await connect(uri, { ...options, keepaliveIntervalMs: 0, stream: ours });
    void connection.closed.then(() => server.close());
    return connection;
  } catch (reason) {
    await server.close();
    throw reason;
  }
}
