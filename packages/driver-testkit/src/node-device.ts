import { expect } from 'vitest';
import { nodeDeviceLife } from './node-device-life.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';

/** The host's devices, of which every host has some, and those that are made of them. */
export const nodeDevices: RuleGroup = {
  subject: 'host devices',
  rules: [
    {
      name: 'all lists and counts of host devices say the same',
      needs: ['connectListAllNodeDevices', 'nodeListDevices', 'nodeNumOfDevices'],
      async check({ call }) {
        const { devices } = await call.connectListAllNodeDevices({ flags: 0 });
        const names = devices.map(({ name }) => name).toSorted();
        expect((await call.nodeListDevices({ cap: null, flags: 0 })).names.toSorted()).toEqual(names);
        expect(await call.nodeNumOfDevices({ cap: null, flags: 0 })).toEqual({ num: names.length });
      },
    },
    {
      name: 'each listed device is found by its name, which its document has; its parent is a device',
      needs: ['connectListAllNodeDevices', 'nodeDeviceLookupByName', 'nodeDeviceGetXMLDesc', 'nodeDeviceGetParent'],
      async check({ call }) {
        const { devices } = await call.connectListAllNodeDevices({ flags: 0 });
        for (const { name } of devices) {
          expect(await call.nodeDeviceLookupByName({ name })).toEqual({ dev: { name } });
          expect((await call.nodeDeviceGetXMLDesc({ name, flags: 0 })).xml).toContain(`<name>${name}</name>`);
          const { parentName } = await call.nodeDeviceGetParent({ name });
          if (parentName !== null) expect(devices.map(device => device.name)).toContain(parentName);
        }
      },
    },
    {
      name: 'capabilities of a device are counted as they are listed, and find it',
      needs: ['connectListAllNodeDevices', 'nodeDeviceListCaps', 'nodeDeviceNumOfCaps', 'nodeListDevices'],
      async check({ call }) {
        const { devices } = await call.connectListAllNodeDevices({ flags: 0 });
        for (const { name } of devices) {
          const { names } = await call.nodeDeviceListCaps({ name });
          expect(await call.nodeDeviceNumOfCaps({ name })).toEqual({ num: names.length });
          for (const cap of names) expect((await call.nodeListDevices({ cap, flags: 0 })).names).toContain(name);
        }
      },
    },
    {
      name: 'a device that is not there is answered with NO_NODE_DEVICE',
      needs: ['nodeDeviceLookupByName', 'nodeDeviceGetXMLDesc'],
      async check({ call }) {
        const name = 'no-such-thing';
        await refusal(call.nodeDeviceLookupByName({ name }), 'its lookup', 'NO_NODE_DEVICE');
        await refusal(call.nodeDeviceGetXMLDesc({ name, flags: 0 }), 'its document', 'NO_NODE_DEVICE');
      },
    },
    ...nodeDeviceLife,
  ],
};
