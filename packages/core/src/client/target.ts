import type { NetConnectOpts } from 'node:net';
import { VirtError, VirUri } from '@tsvirt/util';

/** Where libvirt's system daemon listens; a daemon of another layout is named by `?socket=`. */
const systemSocket = '/run/libvirt/libvirt-sock';
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

/**
 * Where the daemon of a URI listens: `DRIVER[+TRANSPORT]://[HOST[:PORT]]/PATH[?socket=PATH]` with the transports `unix`
 * and `tcp`. Without one, a host means tcp and no host means unix.
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI, INVALID_ARG for other transports
 */
export function addressOf(text: string, readOnly: boolean): NetConnectOpts {
  const usual = readOnly ? `${systemSocket}-ro` : systemSocket;
  if (text === '') return { path: usual };
  const uri = VirUri.parse(text);
  const isLocal = uri.host === undefined || uri.host === '';
  const transport = uri.transport ?? (isLocal ? 'unix' : 'tcp');
  switch (transport) {
    case 'unix':
      return { path: uri.parameter('socket') ?? usual };
    case 'tcp': {
      const host = uri.host === undefined || uri.host === '' ? 'localhost' : uri.host;
      return { host, port: uri.port ?? tcpPort, noDelay: true };
    }
    default:
      throw new VirtError('INVALID_ARG', 'REMOTE', `transport '${transport}' of '${text}': expected unix or tcp`);
  }
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
