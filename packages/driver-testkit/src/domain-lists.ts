import { ConnectListAllDomainsFlags as Flags, type NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { createTransient, inactiveDomain, runningDomain } from './domain-props.js';
import { refusal, tolerate } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

/** Flags of which each domain matches exactly one. */
const partitions: readonly (readonly (keyof typeof Flags)[])[] = [
  ['active', 'inactive'],
  ['persistent', 'transient'],
  ['running', 'paused', 'shutoff', 'other'],
  ['managedsave', 'noManagedsave'],
  ['autostart', 'noAutostart'],
  ['hasSnapshot', 'noSnapshot'],
  ['hasCheckpoint', 'noCheckpoint'],
];

async function listed(stage: Stage, flags: number): Promise<readonly NonnullDomain[]> {
  return (await stage.call.connectListAllDomains({ flags })).domains;
}

/** A running and an inactive domain at least, and a transient one where the driver makes them. */
async function populate(stage: Stage): Promise<void> {
  if (stage.serves('domainCreateXML') && stage.bench.options.samples?.domain !== undefined)
    await createTransient(stage);
  if (stage.serves('domainCreate')) await runningDomain(stage);
  if (stage.serves('domainDefineXML')) await inactiveDomain(stage);
}

function sorted<T>(items: readonly T[]): readonly string[] {
  return items.map(String).toSorted();
}

/** How domains are found and listed. */
export const domainLists: RuleGroup = {
  subject: 'domain lists',
  rules: [
    {
      name: 'names, uuids and ids are of one domain each',
      needs: ['connectListAllDomains'],
      async check(stage) {
        await populate(stage);
        const domains = await listed(stage, 0);
        const active = domains.filter(({ id }) => id !== -1);
        expect(new Set(domains.map(({ uuid }) => uuid)).size).toBe(domains.length);
        expect(new Set(domains.map(({ name }) => name)).size).toBe(domains.length);
        expect(new Set(active.map(({ id }) => id)).size).toBe(active.length);
      },
    },
    {
      name: 'each listed domain is found by its uuid, name and id, as the same',
      needs: ['connectListAllDomains', 'domainLookupByUUID', 'domainLookupByName', 'domainLookupByID'],
      async check(stage) {
        await populate(stage);
        for (const dom of await listed(stage, 0)) {
          expect(await stage.call.domainLookupByUUID({ uuid: dom.uuid })).toEqual({ dom });
          expect(await stage.call.domainLookupByName({ name: dom.name })).toEqual({ dom });
          if (dom.id !== -1) expect(await stage.call.domainLookupByID({ id: dom.id })).toEqual({ dom });
        }
      },
    },
    {
      name: 'the older lists and counts say the same as connectListAllDomains',
      needs: ['connectListAllDomains'],
      async check(stage) {
        await populate(stage);
        const { call } = stage;
        const domains = await listed(stage, 0);
        const active = domains.filter(({ id }) => id !== -1);
        const inactive = domains.filter(({ id }) => id === -1);
        if (stage.serves('connectNumOfDomains'))
          expect(await call.connectNumOfDomains({})).toEqual({ num: active.length });
        if (stage.serves('connectNumOfDefinedDomains'))
          expect(await call.connectNumOfDefinedDomains({})).toEqual({ num: inactive.length });
        if (stage.serves('connectListDomains'))
          expect(sorted((await call.connectListDomains({})).ids)).toEqual(sorted(active.map(({ id }) => id)));
        if (stage.serves('connectListDefinedDomains'))
          expect(sorted((await call.connectListDefinedDomains({})).names)).toEqual(
            sorted(inactive.map(({ name }) => name)),
          );
      },
    },
    {
      name: 'every group of filters takes the list apart, or is refused',
      needs: ['connectListAllDomains'],
      async check(stage) {
        await populate(stage);
        const all = sorted((await listed(stage, 0)).map(({ name }) => name));
        for (const group of partitions) {
          const names: string[] = [];
          let refused = 0;
          for (const flag of group) {
            const part = listed(stage, Flags[flag]);
            if (await tolerate(part, 'INVALID_ARG')) names.push(...(await part).map(({ name }) => name));
            else refused++;
          }
          if (refused !== group.length) expect(sorted(names), `filters ${group.join(', ')}`).toEqual(all);
        }
      },
    },
    {
      name: 'filters of different groups narrow each other',
      needs: ['connectListAllDomains', 'domainIsActive', 'domainIsPersistent'],
      async check(stage) {
        await populate(stage);
        const both = listed(stage, Flags.active | Flags.persistent);
        if (!(await tolerate(both, 'INVALID_ARG'))) return stage.skip('the driver has no such filters');
        for (const dom of await both) {
          expect(await stage.call.domainIsActive({ dom })).toEqual({ active: 1 });
          expect(await stage.call.domainIsPersistent({ dom })).toEqual({ persistent: 1 });
        }
      },
    },
    {
      name: 'an id that no guest has is answered with NO_DOMAIN',
      needs: ['domainLookupByID'],
      async check({ call }) {
        await refusal(call.domainLookupByID({ id: 2_000_000_000 }), 'an id that no guest has', 'NO_DOMAIN');
        await refusal(call.domainLookupByID({ id: -1 }), 'the id of no guest', 'NO_DOMAIN', 'INVALID_ARG');
      },
    },
    {
      name: 'what a caller says besides the uuid is a hint',
      needs: ['domainLookupByUUID', 'domainGetState'],
      async check(stage) {
        const { uuid } = await inactiveDomain(stage);
        const dom = { name: 'another-name', uuid, id: 12_345 };
        expect(await stage.call.domainGetState({ dom, flags: 0 })).toBeDefined();
      },
    },
  ],
};
