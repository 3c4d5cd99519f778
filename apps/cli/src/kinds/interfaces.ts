import { activity, kind } from './kind.js';
import { activityCell, activityFlags, askEach, nameColumn } from './listing.js';
import { startable } from './managed-object.js';

/** Network interfaces of the host. */
export const interfaces = kind({
  ...activity,
  word: 'interface',
  document: 'interface',
  missing: 'NO_INTERFACE',
  async find(connection, { name }, limits) {
    const one = await connection.interfaceLookupByName(name, limits);
    return startable({ kind: 'interface', document: 'interface' }, one);
  },
  async load(connection, choice) {
    const { signal } = choice;
    const all = await connection.listAllInterfaces(activityFlags(choice));
    return askEach(
      all,
      async one => ({ name: one.name, mac: one.getMACString(), isActive: await one.isActive({ signal }) }),
      { signal, gone: 'NO_INTERFACE' },
    );
  },
  columns: [
    nameColumn(),
    { title: 'STATE', cell: ({ isActive }, colors) => activityCell(isActive, colors) },
    { title: 'MAC', cell: ({ mac }) => mac || '-' },
  ],
  apply: {
    rank: 1,
    nameOf: ({ name }) => name,
    store: async (connection, xml, _, limits) => (await connection.interfaceDefineXML(xml, limits)).name,
  },
});
