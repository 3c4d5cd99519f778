import type { RemoteProcedures } from '../../protocol/index.js';
import { authenticationFailed, type AuthType, type SaslExchange, type SaslStep } from '../authenticator.js';
import type { OwnHandlers } from '../served-program.js';
import type { Session } from '../session.js';
import { VirtError } from '@tsvirt/util';

/** What a session's exchange has come to. */
const exchanges = new WeakMap<Session, SaslExchange>();

/** How a client gets in. */
export const authenticationProcedures = {
  authList(_, { session }) {
    const type = session.isAuthenticated ? 'none' : typeFor(session);
    if (type === 'none') session.authenticate();
    return { types: [type] };
  },

  async authPolkit(_, { session, signal, identity }) {
    const { authenticator } = session.service;
    if (session.isAuthenticated || typeFor(session) !== 'polkit' || authenticator?.polkit === undefined) {
      throw new VirtError('INTERNAL_ERROR', 'RPC', 'polkit was not asked for');
    }
    await authenticator.polkit(identity, signal);
    session.authenticate();
    return { complete: 1 };
  },

  authSASLInit(_, { session }) {
    const sasl = saslOf(session);
    exchanges.get(session)?.dispose();
    exchanges.set(session, sasl.begin(session.identity));
    return { mechlist: sasl.mechanisms.join(',') };
  },

  authSASLStart({ mech, nil, data }, { session }) {
    const sasl = saslOf(session);
    const exchange = exchanges.get(session);
    if (exchange === undefined || !sasl.mechanisms.includes(mech)) throw authenticationFailed();
    return complete(session, exchange.start(mech, nil === 0 ? data : undefined));
  },

  authSASLStep({ nil, data }, { session }) {
    saslOf(session);
    const exchange = exchanges.get(session);
    if (exchange === undefined) throw authenticationFailed();
    return complete(session, exchange.step(nil === 0 ? data : undefined));
  },
} satisfies OwnHandlers<RemoteProcedures>;

function typeFor({ service, identity }: Session): AuthType {
  return service.authenticator?.typeFor(identity) ?? 'none';
}

/** @throws VirtError AUTH_FAILED when this client has nothing to prove that way */
function saslOf(session: Session) {
  const sasl = session.service.authenticator?.sasl;
  if (session.isAuthenticated || sasl === undefined || typeFor(session) !== 'sasl') throw authenticationFailed();
  return sasl;
}

async function complete(session: Session, answer: Promise<SaslStep>) {
  const step = await answer.catch((reason: unknown) => {
    // Why it failed is nobody's business but the log's, and a new exchange must begin from the start.
    exchanges.get(session)?.dispose();
    exchanges.delete(session);
    throw authenticationFailed(reason);
  });
  const done = step.identity !== undefined;
  if (done) {
    exchanges.get(session)?.dispose();
    exchanges.delete(session);
    session.authenticate(step.identity);
  }
  return { complete: done ? 1 : 0, nil: step.data === undefined ? 1 : 0, data: step.data ?? new Uint8Array(0) };
}
