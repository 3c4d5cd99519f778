import { VirtError } from '@tsvirt/util';
import type { CallOptions, Client } from '@tsvirt/core/contract';
import type { RemoteProcedures } from '@tsvirt/core/protocol';
import type { CredentialSource } from './credentials.js';
import type { SaslMechanism } from './mechanism.js';
import { plain } from './plain.js';
import { scram } from './scram.js';

/** What this client can do, the best first. */
export const saslMechanisms: readonly SaslMechanism[] = [
  scram('SCRAM-SHA-512', 'sha512'),
  scram('SCRAM-SHA-256', 'sha256'),
  scram('SCRAM-SHA-1', 'sha1'),
  plain,
];

/** Messages of one exchange: no mechanism here needs more than a few. */
const maxSteps = 8;

/** What surrounds an exchange. */
export interface SaslOptions {
  /** The mechanism that the user insists on. */
  readonly mechanism: string | undefined;
  readonly credentials: CredentialSource;
  /** Nobody can read along: the transport encrypts, or stays on this host. */
  readonly isPrivate: boolean;
}

/** Logs in by SASL. @throws VirtError AUTH_FAILED when either side's proof is wrong, AUTH_UNAVAILABLE when there is no common mechanism */
export async function authenticateSasl(
  call: Client<RemoteProcedures>,
  { mechanism: wanted, credentials, isPrivate }: SaslOptions,
  limits: CallOptions,
): Promise<void> {
  if (!isPrivate)
    throw new VirtError('AUTH_UNAVAILABLE', 'AUTH', 'SASL over a connection that is not encrypted: use tls or ssh');
  const { mechlist } = await call.authSASLInit({}, limits);
  const mechanism = chooseMechanism(mechlist.split(/[, ]/), wanted);
  const client = mechanism.begin({
    name: await nameOf(credentials),
    password: await credentials.need('password'),
  });
  let reply = await call.authSASLStart({ mech: mechanism.name, ...sent(await client.start()) }, limits);
  for (let steps = 0; ; steps++) {
    const message = reply.nil === 0 ? reply.data : undefined;
    const done = reply.complete !== 0;
    if (done && (message === undefined || message.length === 0)) break;
    const answer = await client.step(message ?? new Uint8Array(0));
    if (done) break;
    if (steps >= maxSteps) throw new VirtError('AUTH_FAILED', 'AUTH', `no end after ${maxSteps} messages`);
    reply = await call.authSASLStep(sent(answer), limits);
  }
  if (!client.isSatisfied)
    throw new VirtError('AUTH_FAILED', 'AUTH', 'the server did not prove that it knows the password');
}

/** The best mechanism that both sides have. @throws VirtError AUTH_UNAVAILABLE when there is none */
export function chooseMechanism(offered: readonly string[], wanted: string | undefined): SaslMechanism {
  const names = offered.map(name => name.toUpperCase());
  const usable = saslMechanisms.filter(
    ({ name }) => names.includes(name) && (wanted === undefined || name === wanted.toUpperCase()),
  );
  const [best] = usable;
  if (best !== undefined) return best;
  const known = wanted ?? saslMechanisms.map(({ name }) => name).join(', ');
  throw new VirtError(
    'AUTH_UNAVAILABLE',
    'AUTH',
    `the daemon offers the SASL mechanisms ${offered.join(', ') || 'none'}, expected one of ${known}`,
  );
}

async function nameOf(credentials: CredentialSource): Promise<string> {
  const name = await credentials.need('authname');
  const realm = name.includes('@') ? undefined : await credentials.find('realm');
  return realm === undefined || realm === '' ? name : `${name}@${realm}`;
}

function sent(data: Uint8Array | undefined): { nil: number; data: Uint8Array } {
  return data === undefined ? { nil: 1, data: new Uint8Array(0) } : { nil: 0, data };
}
