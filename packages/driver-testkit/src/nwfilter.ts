import { definitionRules } from './object-definition.js';
import { nwfilterKind } from './object-kinds.js';
import { listRule } from './object-lists.js';
import type { RuleGroup } from './rule.js';

/** Network filters. */
export const nwfilters: RuleGroup = {
  subject: 'network filters',
  rules: [
    ...definitionRules(nwfilterKind),
    listRule({
      noun: 'network filters',
      needs: ['connectListAllNWFilters'],
      list: async ({ call }, flags) => (await call.connectListAllNWFilters({ flags })).filters.map(({ name }) => name),
      active: 0,
      inactive: 0,
      older: [['connectListNWFilters', 0, async ({ call }) => (await call.connectListNWFilters({})).names]],
      counts: [['connectNumOfNWFilters', 0, async ({ call }) => (await call.connectNumOfNWFilters({})).num]],
    }),
  ],
};
