import { join } from 'node:path';
import type { OpenRequest } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { ConfFile } from '@tsvirt/util/host';
import type { RemoteTarget } from '../target/target.js';
import { type TransportName, transportNames } from '../target/transport-name.js';

/** What clients of a daemon may have it connect to, since that happens with the daemon's keys and certificates. */
export interface ForwardingRules {
  readonly transports: ReadonlySet<TransportName>;
  /** Whether clients who may only look can have the daemon connect elsewhere. */
  readonly readOnlyClients: boolean;
  /** Programs that a URI's `command` may name. */
  readonly commands: ReadonlySet<string>;
}

/**
 * Reads `remote.conf` in the daemon's configuration folder: `transports` (all but `ext` unless given),
 * `read_only_clients` (0), `commands` (none).
 * @throws VirtError CONF_SYNTAX, or INTERNAL_ERROR from CONF for a value that the key does not take
 */
export async function loadForwardingRules(folder: string): Promise<ForwardingRules> {
  const file = join(folder, 'remote.conf');
  const conf = (await ConfFile.load(file)) ?? ConfFile.parse('', file);
  const named = conf.strings('transports') ?? ['unix', 'tcp', 'tls', 'ssh'];
  const transports = named.map(name => {
    const known = transportNames.find(candidate => candidate === name);
    if (known !== undefined) return known;
    throw new VirtError(
      'INTERNAL_ERROR',
      'CONF',
      `${file}: transport '${name}', expected ${transportNames.join(', ')}`,
    );
  });
  return {
    transports: new Set(transports),
    readOnlyClients: conf.boolean('read_only_clients') ?? false,
    commands: new Set(conf.strings('commands') ?? []),
  };
}

/** @throws VirtError ACCESS_DENIED naming what the rules forbid. What this process itself asks for is not their business. */
export function checkForwarding(target: RemoteTarget, request: OpenRequest, rules: ForwardingRules): void {
  if (request.identity.pid === process.pid) return;
  const { command } = target.parameters;
  const denied = (what: string) => new VirtError('ACCESS_DENIED', 'REMOTE', `remote.conf does not allow ${what}`);
  if (request.readOnly && !rules.readOnlyClients) throw denied('read-only clients to connect to other daemons');
  if (!rules.transports.has(target.transport)) throw denied(`connections by ${target.transport}`);
  if (command !== undefined && !rules.commands.has(command)) throw denied(`the command '${command}'`);
}
