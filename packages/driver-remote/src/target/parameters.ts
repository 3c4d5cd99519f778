import type { TransportParameterName } from '@tsvirt/core';
import { VirtError, type VirUri } from '@tsvirt/util';

/** What a parameter's value is: text, or a number of which only 0 means no. */
type Kind = 'text' | 'flag';

/** What the parameters of the transports say. All others are the hypervisor's, and travel with the URI. */
const kinds = {
  /** What the daemon is asked to open, in so many words. */
  name: 'text',
  /** The ssh program, or the command of `ext`. */
  command: 'text',
  /** The daemon's Unix socket. */
  socket: 'text',
  /** The way to authenticate: `none`, `polkit`, `sasl`, `sasl.MECHANISM`. */
  auth: 'text',
  /** The file with user names and passwords. */
  authfile: 'text',
  /** The program that takes the place of `nc` at the far side. */
  netcat: 'text',
  /** The private key for ssh. */
  keyfile: 'text',
  /** The folder with the certificates. */
  pkipath: 'text',
  /** The file with the keys of known hosts. */
  known_hosts: 'text',
  /** `normal`, `auto` or `ignore`. */
  known_hosts_verify: 'text',
  /** Ways to log in by ssh, in the order in which they are tried. */
  sshauth: 'text',
  /** Which protocols and ciphers TLS may use, in GnuTLS' words. */
  tls_priority: 'text',
  /** Which daemon: `auto`, `direct` (the one of the hypervisor), `legacy` (one for all). */
  mode: 'text',
  /** What connects to the socket at the far side of ssh: `auto`, `native`, `netcat`. */
  proxy: 'text',
  /** The server's certificate or host key is not checked. */
  no_verify: 'flag',
  /** Certificates are used unseen; they always are. */
  no_sanity: 'flag',
  /** ssh may not ask anything. */
  no_tty: 'flag',
} as const satisfies Readonly<Record<TransportParameterName, Kind>>;

type Kinds = typeof kinds;
type ParameterName = keyof Kinds;

/** The values of a URI's transport parameters. Flags that are not given are false. */
export type TransportParameters = {
  readonly [P in ParameterName]: Kinds[P] extends 'flag' ? boolean : string | undefined;
} & {};

/** Reads a URI's transport parameters. @throws VirtError INVALID_ARG for a flag that is not a number */
export function transportParameters(uri: VirUri): TransportParameters {
  const given = new Map(uri.parameters.map(({ name, value }) => [name.toLowerCase(), value]));
  const entries = Object.entries(kinds).map(([name, kind]) => {
    const value = given.get(name);
    return [name, kind === 'flag' ? flagOf(name, value) : value];
  });
  // One entry for each name of the table, with the type that its kind stands for.
  return Object.fromEntries(entries) as TransportParameters;
}

function flagOf(name: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (!/^[+-]?\d{1,9}$/.test(value)) {
    throw new VirtError('INVALID_ARG', 'REMOTE', `URI parameter ${name} is '${value}', expected a number`);
  }
  return Number(value) !== 0;
}
