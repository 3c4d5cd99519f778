import { ConnectListAllNetworksFlags as Flags } from '@tsvirt/core/protocol';
import { activityRules } from './object-activity.js';
import { definitionRules } from './object-definition.js';
import { eventRules } from './object-events.js';
import { networkKind } from './object-kinds.js';
import { listRule } from './object-lists.js';
import type { RuleGroup } from './rule.js';

/** Virtual networks. */
export const networks: RuleGroup = {
  subject: 'networks',
  rules: [
    ...definitionRules(networkKind),
    ...activityRules(networkKind),
    ...eventRules(networkKind, 'networkLifecycle', net => ({ net })),
    listRule({
      noun: 'networks',
      needs: ['connectListAllNetworks'],
      list: async ({ call }, flags) => (await call.connectListAllNetworks({ flags })).nets.map(({ name }) => name),
      active: Flags.active,
      inactive: Flags.inactive,
      older: [
        ['connectListNetworks', Flags.active, async ({ call }) => (await call.connectListNetworks({})).names],
        [
          'connectListDefinedNetworks',
          Flags.inactive,
          async ({ call }) => (await call.connectListDefinedNetworks({})).names,
        ],
      ],
      counts: [
        ['connectNumOfNetworks', Flags.active, async ({ call }) => (await call.connectNumOfNetworks({})).num],
        [
          'connectNumOfDefinedNetworks',
          Flags.inactive,
          async ({ call }) => (await call.connectNumOfDefinedNetworks({})).num,
        ],
      ],
    }),
  ],
};
