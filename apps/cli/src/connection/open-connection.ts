import { access } from 'node:fs/promises';
import { type Connection, open, type OpenOptions } from '@tsvirt/core';
import { type AskCredential, loadClientConfig, remoteTransports, resolveUri } from '@tsvirt/driver-remote/client';
import { isErrno, VirtError, VirUri } from '@tsvirt/util';
import { type DaemonSocket, daemonSockets, uriOfSocket } from './daemon-sockets.js';
import { driversFor, libVersion } from './installed-drivers.js';

/** What a connection is opened with. */
export interface ConnectionChoice {
  /** As the user gave it: a URI, an alias, or nothing. */
  readonly uri: string | undefined;
  readonly readOnly: boolean;
  readonly driverPaths: readonly string[];
  readonly signal: AbortSignal;
  readonly reconnect?: OpenOptions['reconnect'];
  readonly ask?: AskCredential | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** An open connection, and what there is to do when it is not needed any more. */
export interface Opened {
  readonly connection: Connection;
  close(): Promise<void>;
}

/** How long a daemon may take to answer that it opens a URI, in milliseconds. */
const patienceMs = 30_000;

/**
 * Opens what the user means. The URI is that of the command line, else `TSVIRT_URI`, else `LIBVIRT_DEFAULT_URI`, else
 * `uri_default` of `libvirt.conf`, whose aliases count as well; else the first daemon of this host that answers chooses.
 * `/system` and `/session` are a daemon's objects; of other local URIs (`test:///default`) installed drivers are used in
 * this process.
 * @throws VirtError NO_CONNECT when there is nobody to ask, and what `open` throws
 */
export async function openConnection(choice: ConnectionChoice): Promise<Opened> {
  const said = choice.uri ?? choice.env['TSVIRT_URI'] ?? '';
  const uri = resolveUri(said, await loadClientConfig(), choice.env);
  const { readOnly, reconnect, ask } = choice;
  const signal = AbortSignal.any([choice.signal, AbortSignal.timeout(patienceMs)]);
  const options: OpenOptions = { readOnly, reconnect, signal, transports: remoteTransports({ ask }) };
  if (uri === '') return closing(await openFirst(options));
  if (VirUri.parse(uri).scheme === undefined) {
    const detail = `'${uri}' is neither a URI, as qemu:///system is, nor an alias of libvirt.conf`;
    throw new VirtError('INVALID_ARG', 'NONE', detail);
  }
  const own = await openHere(uri, choice.driverPaths, { readOnly, signal });
  return own ?? closing(await openFromDaemon(uri, options));
}

async function openFromDaemon(uri: string, options: OpenOptions): Promise<Connection> {
  try {
    return await open(uri, options);
  } catch (reason) {
    options.signal?.throwIfAborted();
    const isLocal = !isOfDaemon(VirUri.parse(uri));
    if (!isLocal || !VirtError.is(reason) || reason.code !== 'SYSTEM_ERROR') throw reason;
    // Whoever left the driver out should not look for a socket.
    const detail = `${uri}: no installed driver package opens it here, and no daemon does (${reason.message})`;
    throw new VirtError('NO_CONNECT', 'NONE', detail, { cause: reason });
  }
}

/** Whether a URI names a daemon's objects, or a way to a daemon. */
function isOfDaemon(uri: VirUri): boolean {
  return uri.transport !== undefined || uri.path === '/system' || uri.path === '/session';
}

async function openHere(
  text: string,
  driverPaths: readonly string[],
  limits: OpenOptions,
): Promise<Opened | undefined> {
  const uri = VirUri.parse(text);
  if (uri.scheme === undefined || isOfDaemon(uri)) return undefined;
  const drivers = await driversFor(uri.scheme, driverPaths);
  if (drivers === undefined) return undefined;
  try {
    const connection = await open(text, { ...limits, drivers, libVersion });
    return {
      connection,
      async close() {
        await connection.close();
        await drivers.stop();
      },
    };
  } catch (reason) {
    await drivers.stop();
    // A host in the URI that the driver does not take for its own is a daemon's.
    const isElsewhere = uri.host !== undefined && uri.host !== '';
    if (isElsewhere && VirtError.is(reason) && reason.code === 'NO_CONNECT') return undefined;
    throw reason;
  }
}

async function openFirst(options: OpenOptions): Promise<Connection> {
  const tried: string[] = [];
  for (const { path } of await presentSockets()) {
    try {
      return await open(uriOfSocket(path), options);
    } catch (reason) {
      options.signal?.throwIfAborted();
      if (!VirtError.is(reason) || reason.code !== 'SYSTEM_ERROR') throw reason;
      tried.push(reason.message);
    }
  }
  const why = tried.length === 0 ? 'no daemon listens on this host' : tried.join('; ');
  throw new VirtError('NO_CONNECT', 'NONE', `a URI, since none was given and ${why}`);
}

/** Sockets of daemons that are there. */
export async function presentSockets(): Promise<DaemonSocket[]> {
  const sockets = daemonSockets();
  const present = await Promise.all(
    sockets.map(({ path }) =>
      access(path).then(
        () => true,
        // In a folder that is closed to us it may be there: connecting says more.
        (reason: unknown) => !isErrno(reason, 'ENOENT') && !isErrno(reason, 'ENOTDIR'),
      ),
    ),
  );
  return sockets.filter((_, at) => present[at]);
}

function closing(connection: Connection): Opened {
  return { connection, close: () => connection.close() };
}
