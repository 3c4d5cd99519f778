import type { DriverConnection, OpenRequest } from '@tsvirt/core/contract';
import type { Logger } from '@tsvirt/util';
import { connectTo } from '../client/open-remote.js';
import { loadClientConfig } from '../target/client-config.js';
import { remoteTarget } from '../target/target.js';
import { EventRelay } from './event-relay.js';
import { forwardingHandlers } from './handlers.js';
import { checkForwarding, type ForwardingRules } from './permission.js';

/**
 * Opens a connection for a client of this daemon at another one.
 * @throws VirtError ACCESS_DENIED when the rules are against it, or what the way there and the daemon say
 */
export async function openForwarded(
  text: string,
  request: OpenRequest,
  rules: ForwardingRules,
  log: Logger,
): Promise<DriverConnection> {
  const target = remoteTarget(text);
  checkForwarding(target, request, rules);
  const { readOnly, signal } = request;
  const connection = await connectTo(target, { readOnly, signal, config: await loadClientConfig() });
  const relay = new EventRelay(connection, log);
  return {
    handlers: forwardingHandlers(connection),
    events: relay.hub,
    onLost: listener => relay.onLost(listener),
    close: () => connection.close(),
  };
}
