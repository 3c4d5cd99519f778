import type { CallOptions, Connection, Domain } from '@tsvirt/core';
import { DomainState } from '@tsvirt/core/protocol';
import { parseUuid, VirtError } from '@tsvirt/util';
import { durationText, memoryText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { kind } from './kind.js';
import { nameColumn } from './listing.js';
import type { ManagedObject } from './managed-object.js';

/** Domains, with what one look at all of them tells. */
export const domains = kind({
  word: 'domain',
  document: 'domain',
  missing: 'NO_DOMAIN',
  states: Object.keys(DomainState),
  hasActivity: true,
  async find(connection, { name }, limits) {
    return managedDomain(await findDomain(connection, name, limits));
  },
  async load(connection, { only, signal }) {
    const all = await connection.domainOverview({ only, signal });
    return all.map(({ domain, status, vcpus, memoryKiB, maxMemoryKiB, cpuTimeNs }) => ({
      name: domain.name,
      uuid: domain.uuid,
      id: domain.id,
      state: status.state,
      reason: status.reason,
      vcpus,
      memoryKiB,
      maxMemoryKiB,
      cpuTimeNs,
    }));
  },
  columns: [
    { title: 'ID', align: 'right', cell: ({ id }, colors) => ({ text: `${id ?? '-'}`, paint: colors.dim }) },
    nameColumn(),
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'VCPUS', align: 'right', cell: ({ vcpus }) => `${vcpus}` },
    { title: 'MEMORY', align: 'right', cell: ({ memoryKiB }) => memoryText(memoryKiB) },
    {
      title: 'CPU TIME',
      align: 'right',
      cell: ({ id, cpuTimeNs }) => (id === undefined ? '-' : durationText(cpuTimeNs)),
    },
  ],
  apply: {
    rank: 4,
    nameOf: ({ name }) => name,
    keyOf: ({ uuid, name }) => uuid ?? name,
    store: async (connection, xml, _, limits) => (await connection.domainDefineXML(xml, limits)).name,
  },
});

/** Finds a domain by its name, its UUID, or the id of a running one. */
export async function findDomain(connection: Connection, name: string, limits: CallOptions): Promise<Domain> {
  try {
    return await connection.domainLookupByName(name, limits);
  } catch (reason) {
    if (!VirtError.is(reason) || reason.code !== 'NO_DOMAIN') throw reason;
    if (parseUuid(name) !== undefined) return connection.domainLookupByUUIDString(name, limits);
    if (/^\d{1,9}$/.test(name)) {
      // The first answer says it better than that there is no such number.
      const byId = await connection.domainLookupByID(Number(name), limits).catch(() => undefined);
      if (byId !== undefined) return byId;
    }
    throw reason;
  }
}

function managedDomain(domain: Domain): ManagedObject {
  return {
    kind: 'domain',
    document: 'domain',
    domain,
    xml: choice => domain.getXMLDesc(choice),
    isActive: limits => domain.isActive(limits),
    start: limits => domain.create(limits),
    stop: limits => domain.destroy(limits),
    remove: limits => undefineWhole(domain, limits),
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
