import type { NetConnectOpts } from 'node:net';
import { VirtError, VirUri } from '@tsvirt/util';

/** Where libvirt's system daemon listens; a daemon of another layout is named by `?socket=`. */
const systemSocket = '/run/libvirt/libvirt-sock';
/** libvirt's registered port for connections without TLS. */
const tcpPort = 16_509;
/** Parameters that say how to get to the daemon, hence are not the driver's. */
const ownParameters: readonly string[] = ['socket', 'name'];

/** A URI taken apart: how to reach the daemon, and what to open there. */
export interface Target {
  readonly address: NetConnectOpts;
  /** The URI for connectOpen. */
  readonly uri: string;
}

/**
 * Reads `DRIVER[+TRANSPORT]://[HOST[:PORT]]/PATH[?socket=PATH]` with the transports `unix` and `tcp`. Without one, a
 * host means tcp and no host means unix.
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI, INVALID_ARG for other transports
 */
export function targetOf(text: string, readOnly: boolean): Target {
  const uri = VirUri.parse(text);
  const isLocal = uri.host === undefined || uri.host === '';
  const parameters = uri.parameters.filter(({ name }) => !ownParameters.includes(name));
  const inner = uri.with({ scheme: uri.driver, user: undefined, host: undefined, port: undefined, parameters });
  const opened = uri.parameter('name') ?? inner.toString();
  const transport = uri.transport ?? (isLocal ? 'unix' : 'tcp');
  switch (transport) {
    case 'unix': {
      const path = uri.parameter('socket') ?? (readOnly ? `${systemSocket}-ro` : systemSocket);
      return { address: { path }, uri: opened };
    }
    case 'tcp': {
      const host = uri.host === undefined || uri.host === '' ? 'localhost' : uri.host;
      return { address: { host, port: uri.port ?? tcpPort, noDelay: true }, uri: opened };
    }
    default:
      throw new VirtError('INVALID_ARG', 'REMOTE', `transport '${transport}' of '${text}': expected unix or tcp`);
  }
}
