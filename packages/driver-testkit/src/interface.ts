import { ConnectListAllInterfacesFlags as Flags } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { activityRules } from './object-activity.js';
import { definitionRules } from './object-definition.js';
import { interfaceKind } from './object-kinds.js';
import { listRule } from './object-lists.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';

/** The host's own interfaces. */
export const interfaces: RuleGroup = {
  subject: 'host interfaces',
  rules: [
    ...definitionRules(interfaceKind),
    ...activityRules(interfaceKind),
    listRule({
      noun: 'host interfaces',
      needs: ['connectListAllInterfaces'],
      list: async ({ call }, flags) => (await call.connectListAllInterfaces({ flags })).ifaces.map(({ name }) => name),
      active: Flags.active,
      inactive: Flags.inactive,
      older: [
        ['connectListInterfaces', Flags.active, async ({ call }) => (await call.connectListInterfaces({})).names],
        [
          'connectListDefinedInterfaces',
          Flags.inactive,
          async ({ call }) => (await call.connectListDefinedInterfaces({})).names,
        ],
      ],
      counts: [
        ['connectNumOfInterfaces', Flags.active, async ({ call }) => (await call.connectNumOfInterfaces({})).num],
        [
          'connectNumOfDefinedInterfaces',
          Flags.inactive,
          async ({ call }) => (await call.connectNumOfDefinedInterfaces({})).num,
        ],
      ],
    }),
    {
      name: 'each listed interface is found by its name, and by its MAC address where it is the only one of it',
      needs: ['connectListAllInterfaces', 'interfaceLookupByName', 'interfaceLookupByMACString'],
      async check({ call }) {
        const { ifaces } = await call.connectListAllInterfaces({ flags: 0 });
        for (const iface of ifaces) {
          expect(await call.interfaceLookupByName({ name: iface.name })).toEqual({ iface });
          const alone = ifaces.filter(({ mac }) => mac === iface.mac).length === 1 && iface.mac !== '';
          if (alone) expect(await call.interfaceLookupByMACString({ mac: iface.mac })).toEqual({ iface });
        }
        const mac = '52:54:00:ff:ff:fe';
        await refusal(call.interfaceLookupByMACString({ mac }), 'an address that nothing has', 'NO_INTERFACE');
      },
    },
  ],
};
