import {
  type CallOptions,
  type Connection,
  type Domain,
  type Interface,
  type Network,
  type NodeDevice,
  type StoragePool,
} from '@tsvirt/core';
import type { DocumentName } from '@tsvirt/conf';
import { parseUuid, VirtError } from '@tsvirt/util';
import type { ObjectKind, ObjectName } from './object-name.js';

/** How an object's document is wanted. */
export interface DocumentChoice extends CallOptions {
  /** The stored definition of an object that is active. */
  readonly inactive?: boolean | undefined;
  /** With passwords and keys. */
  readonly secure?: boolean | undefined;
}

/** An object of any kind, with what can be done with it by name. What cannot is absent. */
export interface ManagedObject {
  readonly kind: ObjectKind;
  /** What kind of document describes it. */
  readonly document: DocumentName;
  xml(choice: DocumentChoice): Promise<string>;
  readonly isActive?: (limits: CallOptions) => Promise<boolean>;
  readonly start?: (limits: CallOptions) => Promise<void>;
  /** Stops it at once. */
  readonly stop?: (limits: CallOptions) => Promise<void>;
  /** Removes it, or its definition. */
  readonly remove?: (limits: CallOptions) => Promise<void>;
  /** The domain itself, for what only domains can. */
  readonly domain?: Domain;
}

type Find = (connection: Connection, name: ObjectName, limits: CallOptions) => Promise<ManagedObject>;

/** Finds an object by its name, or by its UUID. @throws VirtError NO_DOMAIN and its like when there is none */
export function findObject(connection: Connection, name: ObjectName, limits: CallOptions): Promise<ManagedObject> {
  return finders[name.kind](connection, name, limits);
}

/** Finds a domain by its name, its UUID, or the id of a running one. */
export async function findDomain(connection: Connection, name: string, limits: CallOptions): Promise<Domain> {
  try {
    return await connection.domainLookupByName(name, limits);
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_DOMAIN') throw reason;
    if (isUuid(name)) return connection.domainLookupByUUIDString(name, limits);
    if (/^\d{1,9}$/.test(name)) {
      // The first answer says it better than that there is no such number.
      const byId = await connection.domainLookupByID(Number(name), limits).catch(() => undefined);
      if (byId !== undefined) return byId;
    }
    throw reason;
  }
}

/** Finds a pool by its name or its UUID. */
export function findPool(connection: Connection, name: string, limits: CallOptions): Promise<StoragePool> {
  return isUuid(name)
    ? connection.storagePoolLookupByUUIDString(name, limits)
    : connection.storagePoolLookupByName(name, limits);
}

function isUuid(text: string): boolean {
  return parseUuid(text) !== undefined;
}

const finders: { readonly [K in ObjectKind]: Find } = {
  async domain(connection, { name }, limits) {
    return managedDomain(await findDomain(connection, name, limits));
  },
  async network(connection, { name }, limits) {
    const network = isUuid(name)
      ? await connection.networkLookupByUUIDString(name, limits)
      : await connection.networkLookupByName(name, limits);
    return managedNetwork(network);
  },
  async pool(connection, { name }, limits) {
    return managedPool(await findPool(connection, name, limits));
  },
  async volume(connection, { name, owner = '' }, limits) {
    const pool = await findPool(connection, owner, limits);
    const volume = await pool.storageVolLookupByName(name, limits);
    return {
      kind: 'volume',
      document: 'storage-volume',
      xml: choice => volume.getXMLDesc(choice),
      remove: options => volume.delete(options),
    };
  },
  async secret(connection, { name }, limits) {
    const secret = await connection.secretLookupByUUIDString(name, limits);
    return {
      kind: 'secret',
      document: 'secret',
      xml: choice => secret.getXMLDesc(choice),
      remove: options => secret.undefine(options),
    };
  },
  async device(connection, { name }, limits) {
    return managedDevice(await connection.nodeDeviceLookupByName(name, limits));
  },
  async interface(connection, { name }, limits) {
    return managedInterface(await connection.interfaceLookupByName(name, limits));
  },
  async filter(connection, { name }, limits) {
    const filter = isUuid(name)
      ? await connection.nwFilterLookupByUUIDString(name, limits)
      : await connection.nwFilterLookupByName(name, limits);
    return {
      kind: 'filter',
      document: 'nwfilter',
      xml: choice => filter.getXMLDesc(choice),
      remove: options => filter.undefine(options),
    };
  },
  async binding(connection, { name }, limits) {
    const binding = await connection.nwFilterBindingLookupByPortDev(name, limits);
    return {
      kind: 'binding',
      document: 'nwfilter-binding',
      xml: choice => binding.getXMLDesc(choice),
      remove: options => binding.delete(options),
    };
  },
  async snapshot(connection, { name, owner = '' }, limits) {
    const domain = await findDomain(connection, owner, limits);
    const snapshot = await domain.snapshotLookupByName(name, limits);
    return {
      kind: 'snapshot',
      document: 'domain-snapshot',
      xml: choice => snapshot.getXMLDesc(choice),
      remove: options => snapshot.delete(options),
    };
  },
  async checkpoint(connection, { name, owner = '' }, limits) {
    const domain = await findDomain(connection, owner, limits);
    const checkpoint = await domain.checkpointLookupByName(name, limits);
    return {
      kind: 'checkpoint',
      document: 'domain-checkpoint',
      xml: choice => checkpoint.getXMLDesc(choice),
      remove: options => checkpoint.delete(options),
    };
  },
};

/** A domain as an object. */
export function managedDomain(domain: Domain): ManagedObject {
  return {
    kind: 'domain',
    document: 'domain',
    domain,
    xml: choice => domain.getXMLDesc(choice),
    isActive: options => domain.isActive(options),
    start: options => domain.create(options),
    stop: options => domain.destroy(options),
    remove: options => undefineWhole(domain, options),
  };
}

/** A network as an object. */
export function managedNetwork(network: Network): ManagedObject {
  return {
    kind: 'network',
    document: 'network',
    xml: choice => network.getXMLDesc(choice),
    isActive: options => network.isActive(options),
    start: options => network.create(options),
    stop: options => network.destroy(options),
    remove: options => network.undefine(options),
  };
}

/** A pool as an object. */
export function managedPool(pool: StoragePool): ManagedObject {
  return {
    kind: 'pool',
    document: 'storage-pool',
    xml: choice => pool.getXMLDesc(choice),
    isActive: options => pool.isActive(options),
    start: options => pool.create(options),
    stop: options => pool.destroy(options),
    remove: options => pool.undefine(options),
  };
}

/** A host interface as an object. */
export function managedInterface(one: Interface): ManagedObject {
  return {
    kind: 'interface',
    document: 'interface',
    xml: choice => one.getXMLDesc(choice),
    isActive: options => one.isActive(options),
    start: options => one.create(options),
    stop: options => one.destroy(options),
    remove: options => one.undefine(options),
  };
}

function managedDevice(device: NodeDevice): ManagedObject {
  return {
    kind: 'device',
    document: 'node-device',
    xml: choice => device.getXMLDesc(choice),
    isActive: options => device.isActive(options),
    start: options => device.create(options),
    stop: options => device.destroy(options),
    remove: options => device.undefine(options),
  };
}

/** What belongs to a definition and is of no use without it; each driver knows some of these. */
const belongings = [
  { managedSave: true, snapshotsMetadata: true, checkpointsMetadata: true, nvram: true },
  { managedSave: true, snapshotsMetadata: true, checkpointsMetadata: true },
  { managedSave: true, snapshotsMetadata: true },
  { managedSave: true },
] as const;

async function undefineWhole(domain: Domain, limits: CallOptions): Promise<void> {
  for (const flags of belongings) {
    try {
      return await domain.undefineFlags({ ...flags, ...limits });
    } catch (reason) {
      const isUnknownFlag = VirtError.is(reason) && (reason.code === 'INVALID_ARG' || reason.code === 'NO_SUPPORT');
      if (!isUnknownFlag) throw reason;
    }
  }
  await domain.undefine(limits);
}
