import type { CallOptions, Connection } from '@tsvirt/core';
import type { DocumentName, Domain, Network, Secret } from '@tsvirt/conf';
import { VirtError } from '@tsvirt/util';
import {
  findDomain,
  findObject,
  findPool,
  type ManagedObject,
  managedDomain,
  managedInterface,
  managedNetwork,
  managedPool,
} from '../objects/managed-object.js';
import type { ObjectKind } from '../objects/object-name.js';
import { UsageError } from '../usage-error.js';
import { type Wanted, wanted, xmlOf } from './read-document.js';

/** Kinds of documents that can be applied. */
export const appliedKinds = [
  'domain',
  'network',
  'storage-pool',
  'storage-volume',
  'interface',
  'secret',
  'nwfilter',
  'domain-snapshot',
] as const satisfies readonly DocumentName[];

/** Where things go that belong to others. */
export interface Owners {
  readonly pool: string | undefined;
  readonly domain: string | undefined;
}

/** What a document is about: how it is called, whether it is there, and how it is made to match. */
export interface Target {
  /** As the command line names it. */
  readonly name: string;
  readonly find: (limits: CallOptions) => Promise<ManagedObject | undefined>;
  /** Stores the document; undefined for what cannot be changed once it is there. */
  readonly define: ((document: Wanted, limits: CallOptions) => Promise<ManagedObject>) | undefined;
  /** Makes it when it is not there, where that is not the same. */
  readonly create?: (document: Wanted, limits: CallOptions) => Promise<ManagedObject>;
}

/** @throws UsageError where a pool or domain has to be named, and for documents that are not of an object */
export function targetOf(connection: Connection, document: Wanted, owners: Owners): Target {
  const defined =
    (make: (xml: string, limits: CallOptions) => Promise<ManagedObject>) => (one: Wanted, limits: CallOptions) =>
      make(xmlOf(one), limits);
  const named = (kind: ObjectKind, name: string | undefined, owner?: string) => ({
    name: [kind, ...(owner === undefined ? [] : [owner]), name ?? ''].join('/'),
    find: (limits: CallOptions) => present(findObject(connection, { kind, name: name ?? '', owner }, limits)),
  });
  switch (document.kind) {
    case 'domain':
      return {
        ...named('domain', document.value.uuid ?? document.value.name),
        name: document.value.name,
        define: defined(async (xml, limits) => managedDomain(await connection.domainDefineXML(xml, limits))),
      };
    case 'network':
      return {
        ...named('network', document.value.uuid ?? document.value.name),
        name: `network/${document.value.name}`,
        define: defined(async (xml, limits) => managedNetwork(await connection.networkDefineXML(xml, limits))),
      };
    case 'storage-pool':
      return {
        ...named('pool', document.value.uuid ?? document.value.name),
        name: `pool/${document.value.name ?? document.value.uuid ?? ''}`,
        define: defined(async (xml, limits) => managedPool(await connection.storagePoolDefineXML(xml, limits))),
      };
    case 'interface':
      return {
        ...named('interface', document.value.name),
        define: defined(async (xml, limits) => managedInterface(await connection.interfaceDefineXML(xml, limits))),
      };
    case 'secret':
      return secretTarget(connection, document.value, defined);
    case 'nwfilter': {
      const { name } = document.value;
      const target = named('filter', name);
      return {
        ...target,
        define: defined(async (xml, limits) => {
          await connection.nwFilterDefineXML(xml, limits);
          return findObject(connection, { kind: 'filter', name: name ?? '', owner: undefined }, limits);
        }),
      };
    }
    case 'storage-volume': {
      const { pool } = owners;
      if (pool === undefined) throw new UsageError('a volume needs --pool');
      const name = document.value.name ?? '';
      const create = async (one: Wanted, limits: CallOptions) => {
        await (await findPool(connection, pool, limits)).storageVolCreateXML(xmlOf(one), limits);
        return findObject(connection, { kind: 'volume', name, owner: pool }, limits);
      };
      return { ...named('volume', name, pool), define: undefined, create };
    }
    case 'domain-snapshot': {
      const { domain } = owners;
      if (domain === undefined) throw new UsageError('a snapshot needs --domain');
      const name = document.value.name ?? '';
      const create = async (one: Wanted, limits: CallOptions) => {
        const made = await (await findDomain(connection, domain, limits)).snapshotCreateXML(xmlOf(one), limits);
        return findObject(connection, { kind: 'snapshot', name: made.name, owner: domain }, limits);
      };
      return { ...named('snapshot', name, domain), define: undefined, create };
    }
    default:
      throw new UsageError(`a document of kind ${document.kind} cannot be applied`);
  }
}

type Definer = (
  make: (xml: string, limits: CallOptions) => Promise<ManagedObject>,
) => (one: Wanted, limits: CallOptions) => Promise<ManagedObject>;

function secretTarget(connection: Connection, { uuid, usage }: Secret, defined: Definer): Target {
  const byUuid = (name: string, limits: CallOptions) =>
    findObject(connection, { kind: 'secret', name, owner: undefined }, limits);
  return {
    name: `secret/${uuid ?? usageId(usage) ?? ''}`,
    async find(limits) {
      if (uuid !== undefined) return present(byUuid(uuid, limits));
      const id = usageId(usage);
      if (id === undefined) return undefined;
      const all = await connection.listAllSecrets(limits);
      const found = all.find(secret => secret.usageType === usage?.type && secret.usageID === id);
      return found === undefined ? undefined : byUuid(found.uuid, limits);
    },
    define: defined(async (xml, limits) => byUuid((await connection.secretDefineXML(xml, limits)).uuid, limits)),
  };
}

function usageId(usage: Secret['usage']): string | undefined {
  if (usage === undefined) return undefined;
  for (const key of ['volume', 'name', 'target']) {
    const id: unknown = Reflect.get(usage, key);
    if (typeof id === 'string') return id;
  }
  return undefined;
}

/** What is not there is no error here. */
async function present(found: Promise<ManagedObject>): Promise<ManagedObject | undefined> {
  try {
    return await found;
  } catch (reason) {
    if (VirtError.is(reason) && reason.code.startsWith('NO_') && reason.code !== 'NO_SUPPORT') return undefined;
    throw reason;
  }
}

/**
 * What a definition is known by and its document leaves out stays as it is: its UUID, and the MAC addresses of
 * interfaces, which would be made up anew. Interfaces are taken for the same by their order and their sources.
 */
export function keepingIdentity(document: Wanted, existing: Wanted): Wanted {
  if (document.kind === 'domain' && existing.kind === 'domain') {
    return wanted('domain', keepingMacs(document.value, existing.value));
  }
  if (document.kind === 'network' && existing.kind === 'network') {
    const { uuid, mac } = existing.value;
    const value: Network = {
      ...document.value,
      ...(document.value.uuid === undefined && uuid !== undefined && { uuid }),
      ...(document.value.mac === undefined && mac !== undefined && { mac }),
    };
    return wanted('network', value);
  }
  const uuid: unknown = Reflect.get(existing.value, 'uuid');
  if (Reflect.get(document.value, 'uuid') !== undefined || typeof uuid !== 'string') return document;
  return wanted(document.kind, { ...document.value, uuid });
}

function keepingMacs(given: Domain, existing: Domain): Domain {
  const free = existing.devices.interfaces.filter(
    ({ mac }) => !given.devices.interfaces.some(other => other.mac?.address === mac?.address),
  );
  const interfaces = given.devices.interfaces.map(one => {
    if (one.mac !== undefined) return one;
    const at = free.findIndex(({ source }) => source.type === one.source.type);
    const [same] = at < 0 ? [] : free.splice(at, 1);
    return same?.mac === undefined ? one : { ...one, mac: same.mac };
  });
  return {
    ...given,
    ...(given.uuid === undefined && existing.uuid !== undefined && { uuid: existing.uuid }),
    devices: { ...given.devices, interfaces },
  };
}
