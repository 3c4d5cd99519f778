import { activity, kind } from './kind.js';
import { activityCell, askEach, isWanted, nameColumn, unlessUnsupported } from './listing.js';
import { startable } from './managed-object.js';

/** Devices of the host. */
export const devices = kind({
  ...activity,
  word: 'device',
  document: 'node-device',
  missing: 'NO_NODE_DEVICE',
  async find(connection, { name }, limits) {
    const device = await connection.nodeDeviceLookupByName(name, limits);
    return startable({ kind: 'device', document: 'node-device' }, device);
  },
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
  apply: {
    rank: 1,
    nameOf: ({ name }) => name,
    store: async (connection, xml, _, limits) => (await connection.nodeDeviceDefineXML(xml, limits)).name,
  },
});
