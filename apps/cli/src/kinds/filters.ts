import { parseUuid } from '@tsvirt/util';
import { kind } from './kind.js';
import { nameColumn } from './listing.js';
import { lasting } from './managed-object.js';

/** Network filters. */
export const filters = kind({
  word: 'filter',
  document: 'nwfilter',
  missing: 'NO_NWFILTER',
  async find(connection, { name }, limits) {
    const isUuid = parseUuid(name) !== undefined;
    const filter = await connection[isUuid ? 'nwFilterLookupByUUIDString' : 'nwFilterLookupByName'](name, limits);
    return lasting({ kind: 'filter', document: 'nwfilter' }, filter);
  },
  async load(connection, { signal }) {
    const all = await connection.listAllNWFilters({ signal });
    return all.map(({ name, uuid }) => ({ name, uuid }));
  },
  columns: [nameColumn(), { title: 'UUID', cell: ({ uuid }) => uuid }],
  apply: {
    rank: 2,
    nameOf: ({ name }) => name,
    store: async (connection, xml, _, limits) => (await connection.nwFilterDefineXML(xml, limits)).name,
  },
});

/** Filters at work on interfaces of guests. Their names are the interfaces'. */
export const bindings = kind({
  word: 'binding',
  document: 'nwfilter-binding',
  missing: 'NO_NWFILTER_BINDING',
  async find(connection, { name }, limits) {
    const binding = await connection.nwFilterBindingLookupByPortDev(name, limits);
    return lasting({ kind: 'binding', document: 'nwfilter-binding' }, binding);
  },
  async load(connection, { signal }) {
    const all = await connection.listAllNWFilterBindings({ signal });
    return all.map(binding => ({ name: binding.getPortDev(), filter: binding.getFilterName() }));
  },
  columns: [nameColumn(), { title: 'FILTER', cell: ({ filter }) => filter }],
  apply: {
    rank: 5,
    nameOf: ({ portdev }) => portdev,
    store: async (connection, xml, _, limits) => (await connection.nwFilterBindingCreateXML(xml, limits)).getPortDev(),
    fixed: /^(?:filter|mac|owner)/,
  },
});
