import { chmod, chown } from 'node:fs/promises';
import net from 'node:net';
import { logger, VirtError } from '@tsvirt/util';
import { checkSocketPath } from '@tsvirt/util/host';

const log = logger('rpc.server');

/** Where clients connect. */
export type Endpoint =
  | {
      readonly kind: 'unix';
      readonly path: string;
      /** Permissions of the socket; 0o700 unless given. */
      readonly mode?: number | undefined;
      /** Numeric owner and group; absent: those of the process. */
      readonly uid?: number | undefined;
      readonly gid?: number | undefined;
    }
  /** A listening socket that the process inherited (systemd's activation). */
  | { readonly kind: 'fd'; readonly fd: number }
  /** `port` 0: the system chooses one. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** Connections that the system holds for us before we accept them. */
const backlog = 1024;

/** An open socket. */
export class Listener implements AsyncDisposable {
  readonly #server: net.Server;
  /** The path, or `host:port` with the port that was chosen. */
  readonly address: string;

  constructor(server: net.Server) {
    this.#server = server;
    this.address = addressOf(server);
  }

  /** Accepts no more clients; those that are there stay. A socket's file is removed. */
  close(): Promise<void> {
    // Resolves at once: `close` of a server waits for its connections, which have their own end.
    if (this.#server.listening) this.#server.close();
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Opens a socket; each connection is handed on paused. @throws VirtError SYSTEM_ERROR */
export async function openListener(endpoint: Endpoint, arrived: (socket: net.Socket) => void): Promise<Listener> {
  if (endpoint.kind === 'unix') checkSocketPath(endpoint.path, 'RPC');
  const server = net.createServer({ pauseOnConnect: true, noDelay: endpoint.kind === 'tcp' }, arrived);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reason => reject(VirtError.system(reason, 'RPC', `cannot listen on ${textOf(endpoint)}`)));
    server.once('listening', resolve);
    start(server, endpoint);
  });
  server.on('error', reason => log.error(`accepting on ${textOf(endpoint)}:`, reason));
  try {
    await setOwner(endpoint);
  } catch (reason) {
    server.close();
    throw VirtError.system(reason, 'RPC', `cannot set owner and mode of ${textOf(endpoint)}`);
  }
  return new Listener(server);
}

function start(server: net.Server, endpoint: Endpoint): void {
  switch (endpoint.kind) {
    case 'unix': {
      // The socket is made inside `listen`, for nobody else at first: no moment at which its mode is too generous.
      const before = process.umask(0o177);
      try {
        server.listen({ path: endpoint.path, backlog });
      } finally {
        process.umask(before);
      }
      return;
    }
    case 'fd':
      server.listen({ fd: endpoint.fd, backlog });
      return;
    case 'tcp':
      server.listen({ host: endpoint.host, port: endpoint.port, backlog });
      return;
    default:
      endpoint satisfies never;
  }
}

async function setOwner(endpoint: Endpoint): Promise<void> {
  if (endpoint.kind !== 'unix') return;
  const { path, uid, gid, mode = 0o700 } = endpoint;
  if (uid !== undefined || gid !== undefined) await chown(path, uid ?? -1, gid ?? -1);
  await chmod(path, mode);
}

function textOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'unix':
      return `'${endpoint.path}'`;
    case 'fd':
      return `inherited socket ${endpoint.fd}`;
    case 'tcp':
      return `${endpoint.host}:${endpoint.port}`;
    default:
      return endpoint satisfies never;
  }
}

function addressOf(server: net.Server): string {
  const address = server.address();
  if (address === null) return '';
  if (typeof address === 'string') return address;
  return `${address.address.includes(':') ? `[${address.address}]` : address.address}:${address.port}`;
}
