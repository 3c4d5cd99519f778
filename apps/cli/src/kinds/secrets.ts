import type { Connection } from '@tsvirt/core';
import type { Secret } from '@tsvirt/conf';
import { parseUuid, VirtError } from '@tsvirt/util';
import { kind } from './kind.js';
import { nameColumn } from './listing.js';
import { lasting } from './managed-object.js';

/** Secrets, without their values. Their names are their UUIDs; what they are for names them as well. */
export const secrets = kind({
  word: 'secret',
  document: 'secret',
  missing: 'NO_SECRET',
  async find(connection, { name }, limits) {
    const uuid = parseUuid(name) === undefined ? await uuidOfUsage(connection, name, limits.signal) : name;
    const secret = await connection.secretLookupByUUIDString(uuid, limits);
    return lasting({ kind: 'secret', document: 'secret' }, secret);
  },
  async load(connection, { signal }) {
    const all = await connection.listAllSecrets({ signal });
    return all.map(({ uuid, usageType, usageID }) => ({ name: uuid, usageType, usageID }));
  },
  columns: [
    nameColumn(),
    { title: 'USAGE', cell: ({ usageType }) => usageType },
    { title: 'ID', shrinks: true, cell: ({ usageID }) => usageID || '-' },
  ],
  apply: {
    rank: 2,
    nameOf: ({ uuid, usage }) => uuid ?? usageIdOf(usage),
    store: async (connection, xml, _, limits) => (await connection.secretDefineXML(xml, limits)).uuid,
  },
});

/** @throws VirtError NO_SECRET, or INVALID_ARG where the usage is that of several */
async function uuidOfUsage(connection: Connection, id: string, signal: AbortSignal | undefined): Promise<string> {
  const all = await connection.listAllSecrets(signal === undefined ? {} : { signal });
  const [found, other] = all.filter(({ usageID }) => usageID === id);
  if (found === undefined) throw new VirtError('NO_SECRET', 'SECRET', `no secret has the UUID or usage '${id}'`);
  if (other !== undefined)
    throw new VirtError('INVALID_ARG', 'SECRET', `several secrets are for '${id}': say its UUID`);
  return found.uuid;
}

function usageIdOf(usage: Secret['usage']): string | undefined {
  if (usage === undefined) return undefined;
  switch (usage.type) {
    case 'volume':
      return usage.volume;
    case 'iscsi':
      return usage.target;
    case 'none':
      return undefined;
    default:
      return usage.name;
  }
}
