import type { Transport } from '@tsvirt/core';
import { authentication, type AuthenticationOptions } from '../auth/authentication.js';
import { remoteTarget } from '../target/target.js';
import { transportNames } from '../target/transport-name.js';
import { openTransport, type TransportOptions } from './open-remote.js';

/**
 * Every transport by the name that it has in a URI's scheme, each with its way to authenticate: for the `transports` of
 * `open()` in `@tsvirt/core`.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 * import { remoteTransports } from '@tsvirt/driver-remote/client';
 *
 * await using connection = await open('qemu+unix:///system', { transports: remoteTransports() });
 * console.log(await connection.numOfDomains()); // 1
 * ```
 */
export function remoteTransports(
  options: AuthenticationOptions & Pick<TransportOptions, 'config'> = {},
): Readonly<Record<string, Transport>> {
  const transport: Transport = async (uri, limits) => {
    const target = remoteTarget(uri.toString());
    return {
      stream: await openTransport(target, { ...limits, config: options.config }),
      isEncrypted: target.transport === 'tls' || target.transport === 'ssh',
      authenticate: authentication(target, options),
    };
  };
  return Object.fromEntries([...transportNames, 'libssh', 'libssh2'].map(name => [name, transport]));
}
