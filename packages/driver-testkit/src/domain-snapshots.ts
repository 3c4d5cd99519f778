import {
  DomainSnapshotDeleteFlags,
  DomainUndefineFlagsValues,
  type NonnullDomainSnapshot,
} from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { domainFor, makeMoment, type MomentKind, momentRules } from './domain-moments.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';

const snapshotKind: MomentKind<NonnullDomainSnapshot> = {
  noun: 'snapshot',
  sample: 'domainSnapshot',
  root: 'domainsnapshot',
  missing: 'NO_DOMAIN_SNAPSHOT',
  ofGuests: false,
  make: {
    procedure: 'domainSnapshotCreateXML',
    run: async ({ call }, { dom, xmlDesc }) => (await call.domainSnapshotCreateXML({ dom, xmlDesc, flags: 0 })).snap,
  },
  list: {
    procedure: 'domainListAllSnapshots',
    run: async ({ call }, dom) => (await call.domainListAllSnapshots({ dom, flags: 0 })).snapshots,
  },
  lookup: {
    procedure: 'domainSnapshotLookupByName',
    run: async ({ call }, { dom, name }) => (await call.domainSnapshotLookupByName({ dom, name, flags: 0 })).snap,
  },
  dump: {
    procedure: 'domainSnapshotGetXMLDesc',
    run: async ({ call }, snap) => (await call.domainSnapshotGetXMLDesc({ snap, flags: 0 })).xml,
  },
  parent: {
    procedure: 'domainSnapshotGetParent',
    run: async ({ call }, snap) => (await call.domainSnapshotGetParent({ snap, flags: 0 })).snap,
  },
  delete: {
    procedure: 'domainSnapshotDelete',
    run: ({ call }, { of: snap, flags }) => call.domainSnapshotDelete({ snap, flags }),
  },
  withChildren: DomainSnapshotDeleteFlags.children,
  undefineAnyway: DomainUndefineFlagsValues.snapshotsMetadata,
};

/** Snapshots: made, found, in their tree, deleted. */
export const domainSnapshots: RuleGroup = {
  subject: 'domain snapshots',
  rules: [
    ...momentRules(snapshotKind),
    {
      name: 'the older lists and counts say the same',
      needs: ['domainSnapshotCreateXML', 'domainSnapshotNum', 'domainSnapshotListNames'],
      async check(stage) {
        const { call } = stage;
        const dom = await domainFor(stage, snapshotKind);
        const made = [await makeMoment(stage, snapshotKind, dom), await makeMoment(stage, snapshotKind, dom)];
        const names = made.map(({ name }) => name).toSorted();
        expect(await call.domainSnapshotNum({ dom, flags: 0 })).toEqual({ num: 2 });
        expect((await call.domainSnapshotListNames({ dom, flags: 0 })).names.toSorted()).toEqual(names);
      },
    },
    {
      name: 'the last one made is current, and of none none is',
      needs: ['domainSnapshotCreateXML', 'domainSnapshotCurrent', 'domainHasCurrentSnapshot'],
      async check(stage) {
        const { call } = stage;
        const dom = await domainFor(stage, snapshotKind);
        expect(await call.domainHasCurrentSnapshot({ dom, flags: 0 })).toEqual({ result: 0 });
        await refusal(call.domainSnapshotCurrent({ dom, flags: 0 }), 'the current one of none', 'NO_DOMAIN_SNAPSHOT');
        await makeMoment(stage, snapshotKind, dom);
        const second = await makeMoment(stage, snapshotKind, dom);
        expect((await call.domainSnapshotCurrent({ dom, flags: 0 })).snap.name).toBe(second.name);
        expect(await call.domainHasCurrentSnapshot({ dom, flags: 0 })).toEqual({ result: 1 });
      },
    },
  ],
};
