import { DomainMetadataType, DomainModificationImpact, type NonnullDomain } from '@tsvirt/core/protocol';
import { randomUuid, VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { defineDomain, inactiveDomain, removeDomain, runningDomain, start, stateOf } from './domain-props.js';
import { eventually } from './eventually.js';
import { bootEvents, destroyEvents } from './lifecycle-events.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';
import { lifecycleName } from './state-names.js';

/** How many of some calls succeeded; the others must have failed with a VirtError. */
async function successes(calls: readonly Promise<unknown>[]): Promise<number> {
  const outcomes = await Promise.allSettled(calls);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected' && !VirtError.is(outcome.reason)) throw outcome.reason;
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

/** State, activity and id of a domain tell the same story. */
async function expectConsistent(stage: Stage, dom: NonnullDomain): Promise<void> {
  const state = await stateOf(stage, dom);
  const { active } = await stage.call.domainIsActive({ dom });
  const { dom: found } = await stage.call.domainLookupByUUID({ uuid: dom.uuid });
  expect(active === 1, state).toBe(!state.startsWith('shutoff '));
  expect(found.id !== -1, state).toBe(active === 1);
}

/** Many clients at once, on many domains and on one. */
export const domainConcurrency: RuleGroup = {
  subject: 'domain concurrency',
  rules: [
    {
      name: 'many domains are defined, started and ended at once, each in its own order',
      needs: ['domainDefineXML', 'domainDestroy', 'domainUndefine', 'domainLookupByUUID', 'domainIsActive'],
      async check(stage) {
        const count = stage.traits.guests ?? 8;
        const heard = await stage.watch('domainLifecycle');
        const made = await Promise.all(Array.from({ length: count }, () => defineDomain(stage)));
        await Promise.all(made.map(({ dom }) => start(stage, dom)));
        const running = await Promise.all(made.map(({ dom: { uuid } }) => stage.call.domainLookupByUUID({ uuid })));
        expect(new Set(running.map(({ dom }) => dom.id)).size).toBe(count);
        await Promise.all(made.map(({ dom }) => stage.call.domainDestroy({ dom })));
        await Promise.all(made.map(({ dom }) => stage.call.domainUndefine({ dom })));
        const life = [...bootEvents(stage.traits), ...destroyEvents(stage.traits)];
        const expected = ['defined added', ...life, 'undefined removed'];
        await heard.until(expected.length * count);
        for (const { dom } of made) {
          const own = heard.seen.filter(({ dom: { uuid } }) => uuid === dom.uuid);
          expect(own.map(lifecycleName)).toEqual(expected);
        }
      },
    },
    {
      name: 'of many clients who start a domain at once, one succeeds',
      needs: ['domainCreate', 'domainIsActive', 'domainGetState', 'domainLookupByUUID'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const calls = Array.from({ length: 5 }, () => stage.call.domainCreate({ dom }));
        expect(await successes(calls)).toBe(1);
        await expectConsistent(stage, dom);
      },
    },
    {
      name: 'of two clients who start a transient domain of one name at once, one succeeds',
      needs: ['domainCreateXML', 'domainDestroy', 'connectListAllDomains'],
      async check(stage) {
        const identity = await stage.identity();
        const documents = [identity, { ...identity, uuid: randomUuid() }].map(who => stage.sample('domain', who));
        const calls = documents.map(xmlDesc => stage.call.domainCreateXML({ xmlDesc, flags: 0 }));
        for (const call of calls)
          stage.after(async () => {
            const made = await call.catch(() => undefined);
            if (made !== undefined) await removeDomain(stage, made.dom);
          });
        expect(await successes(calls)).toBe(1);
        const { domains } = await stage.call.connectListAllDomains({ flags: 0 });
        expect(domains.filter(({ name }) => name === identity.name).length).toBe(1);
      },
    },
    {
      name: 'of many clients who end a domain at once, one succeeds',
      needs: ['domainDestroy', 'domainIsActive', 'domainGetState', 'domainLookupByUUID'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const calls = Array.from({ length: 5 }, () => stage.call.domainDestroy({ dom }));
        expect(await successes(calls)).toBe(1);
        await expectConsistent(stage, dom);
      },
    },
    {
      name: 'jobs that conflict leave a domain whole',
      needs: ['domainCreate', 'domainDestroy', 'domainIsActive', 'domainGetState', 'domainLookupByUUID'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const { call } = stage;
        const calls = [0, 1, 2].flatMap(() => [
          call.domainCreate({ dom }),
          call.domainDestroy({ dom }),
          ...(stage.serves('domainSuspend') ? [call.domainSuspend({ dom })] : []),
          ...(stage.serves('domainResume') ? [call.domainResume({ dom })] : []),
        ]);
        await successes(calls);
        await expectConsistent(stage, dom);
        if ((await call.domainIsActive({ dom })).active === 1) await call.domainDestroy({ dom });
        await start(stage, dom);
        await expectConsistent(stage, dom);
      },
    },
    {
      name: 'what many clients write into one definition at once is all there',
      needs: ['domainSetMetadata', 'domainGetMetadata', 'domainDefineXML'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const programs = Array.from({ length: 6 }, (_none, number) => ({ key: `p${number}`, uri: `urn:ct:${number}` }));
        const element = { dom, type: DomainMetadataType.element, flags: DomainModificationImpact.config };
        await Promise.all(
          programs.map(program =>
            stage.call.domainSetMetadata({ ...element, ...program, metadata: `<of n='${program.key}'/>` }),
          ),
        );
        for (const { key, uri } of programs)
          expect((await stage.call.domainGetMetadata({ ...element, uri })).metadata).toContain(key);
      },
    },
    {
      name: 'of two clients who give one name to two domains at once, one succeeds',
      needs: ['domainRename', 'domainDefineXML', 'domainLookupByName', 'connectListAllDomains'],
      async check(stage) {
        const { dom } = await defineDomain(stage);
        const identity = await stage.identity();
        const xml = stage.sample('domain', identity);
        const defined = stage.call.domainDefineXML({ xml });
        stage.after(async () => {
          const made = await defined.catch(() => undefined);
          if (made !== undefined) await removeDomain(stage, made.dom);
        });
        const renamed = stage.call.domainRename({ dom, newName: identity.name, flags: 0 });
        stage.after(async () => {
          const { dom: found } = await stage.call.domainLookupByUUID({ uuid: dom.uuid });
          await removeDomain(stage, found);
        });
        expect(await successes([defined, renamed])).toBe(1);
        const { domains } = await stage.call.connectListAllDomains({ flags: 0 });
        const [only, ...others] = domains.filter(({ name }) => name === identity.name);
        expect(others).toEqual([]);
        expect((await stage.call.domainLookupByName({ name: identity.name })).dom).toEqual(only);
      },
    },
    {
      name: 'what is renamed and written at once has one name and is whole',
      needs: ['domainRename', 'domainDefineXML', 'domainLookupByUUID', 'domainGetXMLDesc', 'domainSetMetadata'],
      async check(stage) {
        const { dom, xml } = await defineDomain(stage);
        const { name: newName } = await stage.identity();
        const title = { dom, type: DomainMetadataType.title, metadata: 'kept', key: null, uri: null };
        await successes([
          stage.call.domainRename({ dom, newName, flags: 0 }),
          stage.call.domainDefineXML({ xml }),
          stage.call.domainSetMetadata({ ...title, flags: DomainModificationImpact.config }),
        ]);
        const { dom: found } = await stage.call.domainLookupByUUID({ uuid: dom.uuid });
        stage.after(() => removeDomain(stage, found));
        expect([dom.name, newName]).toContain(found.name);
        expect((await stage.call.domainGetXMLDesc({ dom: found, flags: 0 })).xml).toContain(
          `<name>${found.name}</name>`,
        );
        await start(stage, found);
        await expectConsistent(stage, found);
      },
    },
    {
      name: 'a domain that is seen to be off can be started at once',
      needs: ['domainCreate', 'domainDestroy', 'domainGetState', 'domainIsActive', 'domainLookupByUUID'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const heard = await stage.watch('domainLifecycle', { dom });
        const ending = stage.call.domainDestroy({ dom });
        const isOff = async () => (await stateOf(stage, dom)).startsWith('shutoff ');
        await eventually(stage, 'a domain that is destroyed is off', isOff);
        await start(stage, dom);
        await ending;
        const expected = [...destroyEvents(stage.traits), ...bootEvents(stage.traits)];
        await heard.until(expected.length);
        expect(heard.seen.map(lifecycleName)).toEqual(expected);
        await expectConsistent(stage, dom);
      },
    },
    {
      name: 'all clients hear of many changes in one order, and of each domain in the order of its life',
      needs: ['domainDefineXML', 'domainCreate', 'domainDestroy'],
      async check(stage) {
        const made = await Promise.all(Array.from({ length: 3 }, () => defineDomain(stage)));
        const uuids = new Set(made.map(({ dom }) => dom.uuid));
        const mine = await stage.watch('domainLifecycle');
        const other = await stage.watch('domainLifecycle', {}, await stage.connect());
        const rounds = 3;
        await Promise.all(
          made.map(async ({ dom }) => {
            for (let round = 0; round < rounds; round++) {
              await start(stage, dom);
              await stage.call.domainDestroy({ dom });
            }
          }),
        );
        const life = [...bootEvents(stage.traits), ...destroyEvents(stage.traits)];
        const isOurs = ({ dom: { uuid } }: { readonly dom: NonnullDomain }): boolean => uuids.has(uuid);
        const stories = await Promise.all(
          [mine, other].map(async record =>
            (await record.until(life.length * rounds * made.length, isOurs)).filter(isOurs),
          ),
        );
        expect(stories[1]).toEqual(stories[0]);
        for (const { dom } of made) {
          const own = stories[0]?.filter(({ dom: { uuid } }) => uuid === dom.uuid) ?? [];
          expect(own.map(lifecycleName)).toEqual(Array.from({ length: rounds }, () => life).flat());
        }
      },
    },
    {
      name: 'queries are answered while others change the domain',
      needs: ['domainCreate', 'domainDestroy', 'domainGetState'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const change = stage.call.domainCreate({ dom });
        const states = await Promise.all(Array.from({ length: 5 }, () => stateOf(stage, dom)));
        await change;
        for (const state of states) expect(state).toMatch(/^(?:shutoff|running|paused) /);
      },
    },
  ],
};
