import { type DomainSnapshot as SnapshotDocument, parseDocument } from '@tsvirt/conf';
import type { DomainSnapshot } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { findDomain } from '../objects/managed-object.js';
import { statePaint } from '../output/state-color.js';
import { askEach, listKind, nameColumn } from './list-kind.js';

/** Snapshots of a domain. */
export const snapshots = listKind({
  async load(connection, { owner, signal }) {
    if (owner === undefined) throw new VirtError('INVALID_ARG', 'NONE', 'whose snapshots? name a domain');
    const domain = await findDomain(connection, owner, { signal });
    const all = await domain.listAllSnapshots({ signal });
    return askEach(all, snapshot => described(snapshot, signal), { signal, gone: 'NO_DOMAIN_SNAPSHOT' });
  },
  columns: [
    { title: '', cell: ({ isCurrent }, colors) => ({ text: isCurrent ? '*' : '', paint: colors.green }) },
    nameColumn(),
    { title: 'CREATED', cell: ({ createdAt }) => createdAt ?? '-' },
    { title: 'STATE', cell: ({ state }, colors) => ({ text: state, paint: statePaint(state, colors) }) },
    { title: 'PARENT', shrinks: true, cell: ({ parent }) => parent ?? '-' },
  ],
});

/** A snapshot as its document tells it. */
export async function described(snapshot: DomainSnapshot, signal: AbortSignal) {
  const [xml, isCurrent] = await Promise.all([snapshot.getXMLDesc({ signal }), snapshot.isCurrent({ signal })]);
  const value: SnapshotDocument = parseDocument(xml, { kind: 'domain-snapshot' }).value;
  const { creationTime, state, parent } = value;
  return {
    name: snapshot.name,
    createdAt: creationTime === undefined ? undefined : new Date(Number(creationTime) * 1000).toISOString(),
    state: state ?? '-',
    parent,
    isCurrent,
  };
}
