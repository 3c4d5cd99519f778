import { formatSecret } from '@tsvirt/conf/secret';
import { flagFilter } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  ConnectListAllSecretsFlags as ListFlags,
  SecretDefineFlags,
  SecretEventLifecycleType as Lifecycle,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import type { TestSecret } from '../../secret/test-secret.js';

const filter = flagFilter<TestSecret>([
  [
    [ListFlags.ephemeral, ({ definition }) => definition.ephemeral],
    [ListFlags.noEphemeral, ({ definition }) => !definition.ephemeral],
  ],
  [
    [ListFlags.private, ({ definition }) => definition.private],
    [ListFlags.noPrivate, ({ definition }) => !definition.private],
  ],
]);

/** Secrets. */
export function secretHandlers({ secrets, events }: TestHost): DriverHandlers {
  const tell = (secret: TestSecret, event: number): void =>
    events.emit('secretLifecycle', { secret: secret.reference, event, detail: 0 });

  return {
    connectNumOfSecrets: () => ({ num: secrets.size }),
    connectListSecrets: () => ({ uuids: Array.from(secrets, ({ uuid }) => uuid) }),
    connectListAllSecrets({ flags }) {
      checkFlags(flags, filter.flags, 'connectListAllSecrets');
      return { secrets: [...secrets].filter(filter.of(flags)).map(secret => secret.reference) };
    },

    secretLookupByUUID: ({ uuid }) => ({ secret: secrets.byUuid(uuid).reference }),
    secretLookupByUsage: ({ usageType, usageID }) => ({ secret: secrets.byUsage(usageType, usageID).reference }),

    secretDefineXML({ xml, flags }) {
      checkFlags(flags, SecretDefineFlags.validate, 'secretDefineXML');
      const secret = secrets.define(xml, strictIf(flags, SecretDefineFlags.validate));
      tell(secret, Lifecycle.defined);
      return { secret: secret.reference };
    },

    secretUndefine({ secret: { uuid } }) {
      const secret = secrets.byUuid(uuid);
      secrets.remove(secret);
      tell(secret, Lifecycle.undefined);
    },

    secretGetXMLDesc({ secret, flags }) {
      checkFlags(flags, 0, 'secretGetXMLDesc');
      return { xml: formatSecret(secrets.byUuid(secret.uuid).definition) };
    },

    secretSetValue({ secret: { uuid }, value, flags }) {
      checkFlags(flags, 0, 'secretSetValue');
      const secret = secrets.byUuid(uuid);
      // The packet that it came in is used again.
      secret.value = Uint8Array.from(value);
      events.emit('secretValueChanged', { secret: secret.reference });
    },

    // Nobody but the host's own drivers may see a private one, and the mock has none that would ask.
    secretGetValue({ secret: { uuid }, flags }) {
      checkFlags(flags, 0, 'secretGetValue');
      const { definition, value } = secrets.byUuid(uuid);
      if (definition.private) throw new VirtError('INVALID_SECRET', 'SECRET', 'secret is private');
      if (value === undefined) throw new VirtError('NO_SECRET', 'SECRET', `secret '${uuid}' does not have a value`);
      return { value };
    },
  };
}
