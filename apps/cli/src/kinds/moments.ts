import type { DomainCheckpoint, DomainSnapshot } from '@tsvirt/core';
import { DomainState } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { timeText } from '../output/amounts.js';
import { statePaint } from '../output/state-color.js';
import { findDomain } from './domains.js';
import { kind } from './kind.js';
import { askEach, type ListChoice, nameColumn } from './listing.js';
import { lasting } from './managed-object.js';

/** Snapshots of a domain. */
export const snapshots = kind({
  word: 'snapshot',
  document: 'domain-snapshot',
  owner: 'domain',
  missing: 'NO_DOMAIN_SNAPSHOT',
  // A snapshot of the disks alone has this one besides.
  states: [...Object.keys(DomainState), 'disk-snapshot'],
  async find(connection, { name, owner }, limits) {
    const domain = await findDomain(connection, owner, limits);
    const snapshot = await domain.snapshotLookupByName(name, limits);
    return {
      ...lasting({ kind: 'snapshot', document: 'domain-snapshot' }, snapshot),
      revert: options => domain.revertToSnapshot(snapshot, options),
    };
  },
  async load(connection, { owner, signal }) {
    const domain = await findDomain(connection, named(owner), { signal });
    const all = await domain.listAllSnapshots({ signal });
    return askEach(all, snapshot => snapshotItem(snapshot, signal), { signal, gone: 'NO_DOMAIN_SNAPSHOT' });
  },
  columns: [
    { title: '', cell: ({ isCurrent }, colors) => ({ text: isCurrent ? '*' : '', paint: colors.green }) },
    nameColumn(),
    { title: 'CREATED', cell: ({ createdAt }) => createdText(createdAt) },
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'PARENT', shrinks: true, cell: ({ parent }) => parent ?? '-' },
  ],
  apply: {
    rank: 5,
    nameOf: ({ name }) => name,
    store: async (connection, xml, owner, limits) =>
      (await (await findDomain(connection, owner, limits)).snapshotCreateXML(xml, limits)).name,
    // What a snapshot is of is a matter of when it was taken.
    fixed: /^description/,
  },
});

/** Checkpoints of a domain. */
export const checkpoints = kind({
  word: 'checkpoint',
  document: 'domain-checkpoint',
  owner: 'domain',
  missing: 'NO_DOMAIN_CHECKPOINT',
  async find(connection, { name, owner }, limits) {
    const domain = await findDomain(connection, owner, limits);
    const checkpoint = await domain.checkpointLookupByName(name, limits);
    return lasting({ kind: 'checkpoint', document: 'domain-checkpoint' }, checkpoint);
  },
  async load(connection, { owner, signal }) {
    const domain = await findDomain(connection, named(owner), { signal });
    const all = await domain.listAllCheckpoints({ signal });
    return askEach(all, checkpoint => checkpointItem(checkpoint, signal), { signal, gone: 'NO_DOMAIN_CHECKPOINT' });
  },
  columns: [
    nameColumn(),
    { title: 'CREATED', cell: ({ createdAt }) => createdText(createdAt) },
    { title: 'PARENT', shrinks: true, cell: ({ parent }) => parent ?? '-' },
  ],
  apply: {
    rank: 5,
    nameOf: ({ name }) => name,
    store: async (connection, xml, owner, limits) =>
      (await (await findDomain(connection, owner, limits)).checkpointCreateXML(xml, limits)).name,
    fixed: /^description/,
  },
});

/** A snapshot as its document tells it. */
export async function snapshotItem(snapshot: DomainSnapshot, signal: AbortSignal) {
  const [xml, isCurrent] = await Promise.all([snapshot.getXMLDesc({ signal }), snapshot.isCurrent({ signal })]);
  const { parseDomainSnapshot } = await import('@tsvirt/conf/snapshot');
  const { creationTime, state, parent } = parseDomainSnapshot(xml);
  return { name: snapshot.name, createdAt: isoTime(creationTime), state: state ?? '-', parent, isCurrent };
}

async function checkpointItem(checkpoint: DomainCheckpoint, signal: AbortSignal) {
  const xml = await checkpoint.getXMLDesc({ signal });
  const { parseDomainCheckpoint } = await import('@tsvirt/conf/snapshot');
  const { creationTime, parent } = parseDomainCheckpoint(xml);
  return { name: checkpoint.name, createdAt: isoTime(creationTime), parent };
}

function isoTime(seconds: bigint | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
}

function named(owner: ListChoice['owner']): string {
  if (owner === undefined) throw new VirtError('INVALID_ARG', 'NONE', 'whose? name a domain behind the kind');
  return owner;
}

/** When it was taken, in the time of this host. @param createdAt as ISO 8601 has it */
export function createdText(createdAt: string | undefined): string {
  return createdAt === undefined ? '-' : timeText(new Date(createdAt));
}
