import {
  activityCell,
  activityFlags,
  askEach,
  isWanted,
  listKind,
  nameColumn,
  unlessUnsupported,
} from './list-kind.js';

/** Secrets, without their values. Their names are their UUIDs. */
export const secrets = listKind({
  async load(connection, { signal }) {
    const all = await connection.listAllSecrets({ signal });
    return all.map(({ uuid, usageType, usageID }) => ({ name: uuid, usageType, usageID }));
  },
  columns: [
    nameColumn(),
    { title: 'USAGE', cell: ({ usageType }) => usageType },
    { title: 'ID', shrinks: true, cell: ({ usageID }) => usageID },
  ],
});

/** Devices of the host. */
export const devices = listKind({
  async load(connection, choice) {
    const { signal } = choice;
    const all = await askEach(
      await connection.listAllNodeDevices({ signal }),
      async device => ({
        name: device.name,
        capabilities: await device.listCaps({ signal }),
        parent: await device.getParent({ signal }),
        // Who cannot tell has devices that are there, and no others.
        isActive: (await unlessUnsupported(device.isActive({ signal }))) ?? true,
      }),
      { signal, gone: 'NO_NODE_DEVICE' },
    );
    return all.filter(({ isActive }) => isWanted(choice, isActive));
  },
  columns: [
    nameColumn(),
    { title: 'CAPABILITIES', shrinks: true, cell: ({ capabilities }) => capabilities.join(', ') },
    { title: 'PARENT', shrinks: true, cell: ({ parent }) => parent ?? '-' },
    { title: 'STATE', cell: ({ isActive }, colors) => activityCell(isActive, colors) },
  ],
});

/** Network interfaces of the host. */
export const interfaces = listKind({
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
    { title: 'MAC', cell: ({ mac }) => mac },
  ],
});

/** Network filters. */
export const filters = listKind({
  async load(connection, { signal }) {
    const all = await connection.listAllNWFilters({ signal });
    return all.map(({ name, uuid }) => ({ name, uuid }));
  },
  columns: [nameColumn(), { title: 'UUID', cell: ({ uuid }) => uuid }],
});

/** Filters at work on interfaces of guests. Their names are the interfaces'. */
export const bindings = listKind({
  async load(connection, { signal }) {
    const all = await connection.listAllNWFilterBindings({ signal });
    return all.map(binding => ({ name: binding.getPortDev(), filter: binding.getFilterName() }));
  },
  columns: [nameColumn(), { title: 'FILTER', cell: ({ filter }) => filter }],
});
