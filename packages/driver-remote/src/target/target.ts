import { isTransportParameter } from '@tsvirt/core';
import { VirtError, VirUri } from '@tsvirt/util';
import { type TransportParameters, transportParameters } from './parameters.js';
import { type TransportName, transportNames } from './transport-name.js';

/** A URI taken apart: where the daemon is and how to get there, and what it is asked to open. */
export interface RemoteTarget {
  readonly uri: VirUri;
  readonly transport: TransportName;
  /** The daemon's host; `localhost` when the URI names none. */
  readonly host: string;
  /** Undefined: the transport's usual one. */
  readonly port: number | undefined;
  readonly user: string | undefined;
  /** What the daemon is asked to open: `qemu:///system`; empty: what it thinks best. */
  readonly inner: string;
  readonly parameters: TransportParameters;
}

/**
 * Takes a URI apart: `DRIVER[+TRANSPORT]://[USER@][HOST][:PORT]/[PATH][?PARAMETERS]`. Without a transport, a host means
 * `tls` and none means `unix`. The driver `remote` leaves the choice of the hypervisor to the daemon, as no URI at all does.
 * @throws VirtError INTERNAL_ERROR from URI for what is no URI, INVALID_ARG from REMOTE for a transport or parameter that
 * there is not
 */
export function remoteTarget(text: string): RemoteTarget {
  const uri = text === '' ? new VirUri({ scheme: 'remote' }) : VirUri.parse(text);
  const parameters = transportParameters(uri);
  const host = uri.host === '' ? undefined : uri.host;
  const transport = transportOf(uri, host);
  if (transport === 'unix' && host !== undefined) {
    throw new VirtError('INVALID_ARG', 'REMOTE', `the unix transport leads to this host, and the URI names '${host}'`);
  }
  if (transport === 'ext' && (parameters.command ?? '') === '') {
    throw new VirtError('INVALID_ARG', 'REMOTE', 'the ext transport needs a URI parameter command');
  }
  const inner = parameters.name ?? innerUri(uri);
  return { uri, transport, host: host ?? 'localhost', port: uri.port, user: uri.user, inner, parameters };
}

function transportOf(uri: VirUri, host: string | undefined): TransportName {
  const said = uri.transport?.toLowerCase();
  if (said === undefined) return host === undefined ? 'unix' : 'tls';
  if (said === 'libssh' || said === 'libssh2') return 'ssh';
  const known = transportNames.find(name => name === said);
  if (known !== undefined) return known;
  const expected = transportNames.join('|');
  throw new VirtError(
    'INVALID_ARG',
    'REMOTE',
    `transport '${said}' in the URI is not recognised, expected ${expected}`,
  );
}

function innerUri(uri: VirUri): string {
  if (uri.driver === 'remote' || uri.driver === undefined) return '';
  const parameters = uri.parameters.filter(({ name }) => !isTransportParameter(name));
  return uri.with({ scheme: uri.driver, user: undefined, host: undefined, port: undefined, parameters }).toString();
}
