import { DomainSnapshotDeleteFlags, DomainUndefineFlagsValues, type NonnullDomain } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { defineDomain } from './domain-props.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

async function snapshot(stage: Stage, dom: NonnullDomain) {
  const identity = await stage.identity();
  const { samples = {} } = stage.bench.options;
  const { domainSnapshot: sample = ({ name }) => `<domainsnapshot><name>${name}</name></domainsnapshot>` } = samples;
  return (await stage.call.domainSnapshotCreateXML({ dom, xmlDesc: sample(identity), flags: 0 })).snap;
}

const making = ['domainSnapshotCreateXML', 'domainDefineXML'] as const;

/** Snapshots: made, found, in their tree, deleted. */
export const domainSnapshots: RuleGroup = {
  subject: 'domain snapshots',
  rules: [
    {
      name: 'lists, counts and lookups agree',
      needs: [...making, 'domainListAllSnapshots', 'domainSnapshotLookupByName'],
      async check(stage) {
        const { call } = stage;
        const { dom } = await defineDomain(stage);
        expect((await call.domainListAllSnapshots({ dom, flags: 0 })).snapshots).toEqual([]);
        const made = [await snapshot(stage, dom), await snapshot(stage, dom)];
        const names = made.map(({ name }) => name).toSorted();
        const { snapshots } = await call.domainListAllSnapshots({ dom, flags: 0 });
        expect(snapshots.map(({ name }) => name).toSorted()).toEqual(names);
        if (stage.serves('domainSnapshotNum'))
          expect(await call.domainSnapshotNum({ dom, flags: 0 })).toEqual({ num: 2 });
        if (stage.serves('domainSnapshotListNames'))
          expect((await call.domainSnapshotListNames({ dom, flags: 0 })).names.toSorted()).toEqual(names);
        for (const { name } of made)
          expect((await call.domainSnapshotLookupByName({ dom, name, flags: 0 })).snap.name).toBe(name);
        const lookup = call.domainSnapshotLookupByName({ dom, name: 'no-such-thing', flags: 0 });
        await refusal(lookup, 'a snapshot that is not there', 'NO_DOMAIN_SNAPSHOT');
      },
    },
    {
      name: 'the last one made is current, and the one before it its parent',
      needs: [...making, 'domainSnapshotCurrent', 'domainSnapshotGetParent', 'domainHasCurrentSnapshot'],
      async check(stage) {
        const { call } = stage;
        const { dom } = await defineDomain(stage);
        expect(await call.domainHasCurrentSnapshot({ dom, flags: 0 })).toEqual({ result: 0 });
        await refusal(call.domainSnapshotCurrent({ dom, flags: 0 }), 'the current one of none', 'NO_DOMAIN_SNAPSHOT');
        const first = await snapshot(stage, dom);
        const second = await snapshot(stage, dom);
        expect((await call.domainSnapshotCurrent({ dom, flags: 0 })).snap.name).toBe(second.name);
        expect((await call.domainSnapshotGetParent({ snap: second, flags: 0 })).snap.name).toBe(first.name);
        const parent = call.domainSnapshotGetParent({ snap: first, flags: 0 });
        await refusal(parent, 'the parent of the first', 'NO_DOMAIN_SNAPSHOT');
      },
    },
    {
      name: 'a name that is taken is refused',
      needs: making,
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const { name } = await snapshot(stage, dom);
        const xmlDesc = `<domainsnapshot><name>${name}</name></domainsnapshot>`;
        const call = stage.call.domainSnapshotCreateXML({ dom, xmlDesc, flags: 0 });
        await refusal(call, 'a second snapshot of one name', 'OPERATION_INVALID', 'OPERATION_FAILED', 'INTERNAL_ERROR');
      },
    },
    {
      name: 'a document that is not well-formed is refused',
      needs: making,
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const call = stage.call.domainSnapshotCreateXML({ dom, xmlDesc: '<domainsnapshot>', flags: 0 });
        await refusal(call, 'a snapshot from a broken document', 'XML_DETAIL', 'XML_ERROR');
      },
    },
    {
      name: 'one that is deleted is gone, and its children are those of its parent',
      needs: [...making, 'domainSnapshotDelete', 'domainSnapshotGetParent', 'domainListAllSnapshots'],
      async check(stage) {
        const { call } = stage;
        const { dom } = await defineDomain(stage);
        const first = await snapshot(stage, dom);
        const second = await snapshot(stage, dom);
        const third = await snapshot(stage, dom);
        await call.domainSnapshotDelete({ snap: second, flags: 0 });
        expect((await call.domainSnapshotGetParent({ snap: third, flags: 0 })).snap.name).toBe(first.name);
        const again = call.domainSnapshotDelete({ snap: second, flags: 0 });
        await refusal(again, 'deleting it once more', 'NO_DOMAIN_SNAPSHOT');
        await call.domainSnapshotDelete({ snap: first, flags: DomainSnapshotDeleteFlags.children });
        expect((await call.domainListAllSnapshots({ dom, flags: 0 })).snapshots).toEqual([]);
      },
    },
    {
      name: 'a domain with snapshots is undefined only by who asks for their end as well',
      needs: [...making, 'domainUndefine', 'domainUndefineFlags', 'domainLookupByName'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        await snapshot(stage, dom);
        await refusal(stage.call.domainUndefine({ dom }), 'undefining it', 'OPERATION_INVALID');
        await stage.call.domainUndefineFlags({ dom, flags: DomainUndefineFlagsValues.snapshotsMetadata });
        await refusal(stage.call.domainLookupByName({ name: dom.name }), 'the domain', 'NO_DOMAIN');
      },
    },
  ],
};
