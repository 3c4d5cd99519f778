import type { NetConnectOpts } from 'node:net';
import { VirtError, VirUri } from '@tsvirt/util';
import { daemonMode, localSocket } from '@tsvirt/util/host';

/** libvirt's registered port for connections without TLS. */
const tcpPort = 16_509;
/** URI parameters that say how to get to the daemon, hence are not the driver's: all that libvirt's transports know. */
export const transportParameterNames = [
  ...(['name', 'command', 'socket', 'auth', 'authfile', 'netcat', 'keyfile', 'pkipath'] as const),
  ...(['known_hosts', 'known_hosts_verify', 'sshauth', 'tls_priority', 'mode', 'proxy'] as const),
  ...(['no_verify', 'no_sanity', 'no_tty'] as const),
] as const;
/** One of {@link transportParameterNames}. */
export type TransportParameterName = (typeof transportParameterNames)[number];

/** Whether a URI's parameter is one of the transports'. Case does not matter. */
export function isTransportParameter(name: string): boolean {
  return transportParameterNames.some(known => known === name.toLowerCase());
}

/**
 * What a URI asks the daemon to open: `qemu+unix:///system?socket=/x` is its `qemu:///system`. The parameter `name`
 * says it in so many words; empty text stays empty, and is the daemon's to choose.
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI
 */
export function innerUri(text: string): string {
  if (text === '') return text;
  const uri = VirUri.parse(text);
  const parameters = uri.parameters.filter(({ name }) => !isTransportParameter(name));
  const inner = uri.with({ scheme: uri.driver, user: undefined, host: undefined, port: undefined, parameters });
  // The driver `remote` is none: the daemon chooses.
  return uri.parameter('name') ?? (uri.driver === 'remote' ? '' : inner.toString());
}

/** The way to the daemon that a URI means: what its scheme names, else `unix` on this host and `tls` to another. */
export function transportNameOf(uri: VirUri): string {
  return uri.transport?.toLowerCase() ?? (isLocal(uri) ? 'unix' : 'tls');
}

/**
 * Where the daemon of a URI listens: `DRIVER[+TRANSPORT]://[HOST[:PORT]]/PATH[?socket=PATH]` with the transports `unix`
 * and `tcp`. Of this host's daemons it is the first that is there of: the driver's own, libvirtd, tsvirtd; for
 * `/session`, those of the user.
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI, INVALID_ARG for other transports
 */
export async function addressOf(text: string, readOnly: boolean): Promise<NetConnectOpts> {
  const uri = text === '' ? new VirUri({ scheme: 'remote' }) : VirUri.parse(text);
  const transport = transportNameOf(uri);
  switch (transport) {
    case 'unix': {
      if (!isLocal(uri))
        throw new VirtError(
          'INVALID_ARG',
          'REMOTE',
          `'${text}': the unix transport leads to this host, not to '${uri.host}'`,
        );
      const driver = uri.driver === 'remote' ? undefined : uri.driver;
      const mode = daemonMode(uri.parameter('mode')) ?? 'auto';
      return { path: uri.parameter('socket') ?? (await localSocket({ driver, path: uri.path, readOnly, mode })) };
    }
    case 'tcp':
      return { host: isLocal(uri) ? 'localhost' : (uri.host ?? 'localhost'), port: uri.port ?? tcpPort, noDelay: true };
    default:
      throw new VirtError(
        'INVALID_ARG',
        'REMOTE',
        `'${text}' needs the transport '${transport}', and there are unix and tcp: install @tsvirt/driver-remote for the ` +
          `others, and give its remoteTransports() as the option transports`,
      );
  }
}

function isLocal(uri: VirUri): boolean {
  return uri.host === undefined || uri.host === '';
}

/**
 * The admin socket that a URI means: the one that it names, or that of the system's daemon (`libvirtd`, `virtqemud`).
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI
 */
export function adminSocketOf(text: string): string {
  const uri = VirUri.parse(text);
  const named = uri.parameter('socket');
  if (named !== undefined) return named;
  const daemon = uri.driver ?? 'libvirtd';
  return daemon === 'libvirtd' ? '/run/libvirt/libvirt-admin-sock' : `/run/libvirt/${daemon}-admin-sock`;
}
