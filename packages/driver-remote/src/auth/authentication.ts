import type { Authenticate } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import type { RemoteTarget } from '../target/target.js';
import { type AskCredential, CredentialSource } from './credentials.js';
import { authenticateSasl } from './sasl.js';

/** What may be asked of the user. */
export interface AuthenticationOptions {
  /** Asked for what auth.conf does not say; absent: nobody is asked. */
  readonly ask?: AskCredential | undefined;
}

const ways = ['none', 'sasl', 'polkit'] as const;

/**
 * Proves to a target's daemon who we are, in the way that the URI's `auth` names (`sasl.scram-sha-256`), else in the first
 * that the daemon offers.
 */
export function authentication(target: RemoteTarget, { ask }: AuthenticationOptions = {}): Authenticate {
  return async (types, call, limits) => {
    const { way: wanted, mechanism } = wantedWay(target.parameters.auth);
    const way = wanted ?? (types.includes('none') ? 'none' : types[0]);
    if (way === undefined || !types.includes(way))
      throw new VirtError(
        'AUTH_FAILED',
        'AUTH',
        `the daemon offers ${types.join(', ') || 'nothing'}, the URI asks for ${way}`,
      );
    switch (way) {
      case 'none':
        return;
      case 'polkit':
        await call.authPolkit({}, limits);
        return;
      case 'sasl': {
        const credentials = new CredentialSource(target.host, { file: target.parameters.authfile, ask });
        await authenticateSasl(call, { mechanism, credentials, isPrivate: target.transport !== 'tcp' }, limits);
        return;
      }
      default:
        way satisfies never;
    }
  };
}

/** What the URI asks for. */
interface Wanted {
  readonly way: (typeof ways)[number] | undefined;
  /** Of SASL. */
  readonly mechanism: string | undefined;
}

/** @throws VirtError INVALID_ARG */
function wantedWay(text: string | undefined): Wanted {
  if (text === undefined) return { way: undefined, mechanism: undefined };
  const [said = '', ...rest] = text.split('.');
  const way = ways.find(name => name === said.toLowerCase());
  const mechanism = rest.length === 0 ? undefined : rest.join('.');
  if (way === undefined || (mechanism !== undefined && way !== 'sasl'))
    throw new VirtError('INVALID_ARG', 'REMOTE', `auth is '${text}', expected none, polkit, sasl or sasl.MECHANISM`);
  return { way, mechanism };
}
