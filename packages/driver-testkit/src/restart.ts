import { DomainMetadataType, DomainModificationImpact, DomainXMLFlags } from '@tsvirt/core/protocol';
import { expect } from 'vitest';
import { createTransient, defineDomain, runningDomain, start, stateOf } from './domain-props.js';
import { eventually } from './eventually.js';
import { destroyEvents } from './lifecycle-events.js';
import { make, type ObjectKind, type Reference } from './object-kind.js';
import { domainKind, networkKind, nwfilterKind, secretKind, storagePoolKind } from './object-kinds.js';
import { refusal } from './refusal.js';
import type { Rule, RuleGroup } from './rule.js';
import type { Stage } from './stage.js';
import { lifecycleName } from './state-names.js';

function persistenceRule<R extends Reference>(kind: ObjectKind<R>): Rule {
  const { noun, dump, define, undefine, list, autostart, setAutostart } = kind;
  return {
    name: `a ${noun} that is defined is the same after a restart`,
    needs: [define.procedure, undefine.procedure, dump.procedure, list.procedure],
    async check(stage) {
      requirePersistence(stage);
      const { object } = await make(stage, kind);
      const { object: forgotten } = await make(stage, kind);
      const startsItself = setAutostart !== undefined && stage.serves(setAutostart.procedure);
      if (startsItself) await setAutostart.run(stage, { of: object, on: true });
      const xml = await dump.run(stage, object);
      await undefine.run(stage, forgotten);
      await stage.bench.restart();
      expect(await dump.run(stage, object)).toBe(xml);
      const listed = await list.run(stage, undefined);
      expect(listed.some(({ uuid }) => uuid === object.uuid)).toBe(true);
      expect(listed.some(({ uuid }) => uuid === forgotten.uuid)).toBe(false);
      if (startsItself && autostart !== undefined) {
        expect(await autostart.run(stage, object)).toBe(true);
        await setAutostart.run(stage, { of: object, on: false });
      }
    },
  };
}

function requirePersistence(stage: Stage): void {
  if (stage.bench.options.persists !== true) stage.skip("the driver's objects end with it");
}

/** The daemon is stopped and started again: what was on disk is there, what ran runs. */
export const restart: RuleGroup = {
  subject: 'restart',
  rules: [
    persistenceRule(domainKind),
    persistenceRule(networkKind),
    persistenceRule(storagePoolKind),
    persistenceRule(secretKind),
    persistenceRule(nwfilterKind),
    {
      name: "a domain's title is the same after a restart",
      needs: ['domainDefineXML', 'domainSetMetadata', 'domainGetMetadata'],
      async check(stage) {
        requirePersistence(stage);
        const { dom } = await defineDomain(stage);
        const type = DomainMetadataType.title;
        const flags = DomainModificationImpact.config;
        await stage.call.domainSetMetadata({ dom, type, metadata: 'kept', key: null, uri: null, flags });
        await stage.bench.restart();
        expect(await stage.call.domainGetMetadata({ dom, type, uri: null, flags })).toEqual({ metadata: 'kept' });
      },
    },
    {
      name: 'a guest that runs is taken back, with id, state and documents, and can be ended',
      needs: ['domainDestroy', 'domainGetState', 'domainLookupByUUID', 'domainGetXMLDesc'],
      async check(stage) {
        if (stage.bench.options.guestsOutlive !== true) stage.skip('guests end with the driver');
        const { uuid } = await runningDomain(stage);
        const { dom } = await stage.call.domainLookupByUUID({ uuid });
        const story = async () => ({
          found: await stage.call.domainLookupByUUID({ uuid }),
          state: await stateOf(stage, dom),
          live: await stage.call.domainGetXMLDesc({ dom, flags: 0 }),
          inactive: await stage.call.domainGetXMLDesc({ dom, flags: DomainXMLFlags.inactive }),
        });
        const before = await story();
        await stage.bench.restart();
        expect(await story()).toEqual(before);
        const heard = await stage.watch('domainLifecycle', { dom });
        await stage.call.domainDestroy({ dom });
        expect(await stateOf(stage, dom)).toBe('shutoff destroyed');
        const expected = destroyEvents(stage.traits);
        await heard.until(expected.length);
        expect(heard.seen.map(lifecycleName)).toEqual(expected);
      },
    },
    {
      name: 'a paused guest is taken back paused, and goes on',
      needs: ['domainSuspend', 'domainResume', 'domainGetState'],
      async check(stage) {
        if (stage.bench.options.guestsOutlive !== true) stage.skip('guests end with the driver');
        const dom = await runningDomain(stage);
        await stage.call.domainSuspend({ dom });
        await stage.bench.restart();
        expect(await stateOf(stage, dom)).toMatch(/^paused /);
        await stage.call.domainResume({ dom });
        expect(await stateOf(stage, dom)).toBe('running unpaused');
      },
    },
    {
      name: 'a transient guest is taken back transient, and gone when it ends',
      needs: ['domainCreateXML', 'domainDestroy', 'domainIsPersistent', 'domainGetXMLDesc'],
      async check(stage) {
        if (stage.bench.options.guestsOutlive !== true) stage.skip('guests end with the driver');
        const dom = await createTransient(stage);
        const { xml } = await stage.call.domainGetXMLDesc({ dom, flags: 0 });
        await stage.bench.restart();
        expect(await stage.call.domainGetXMLDesc({ dom, flags: 0 })).toEqual({ xml });
        expect(await stage.call.domainIsPersistent({ dom })).toEqual({ persistent: 0 });
        await stage.call.domainDestroy({ dom });
        await refusal(stage.call.domainGetXMLDesc({ dom, flags: 0 }), 'a transient guest that ended', 'NO_DOMAIN');
        await stage.bench.restart();
        const { domains } = await stage.call.connectListAllDomains({ flags: 0 });
        expect(domains.map(({ uuid }) => uuid)).not.toContain(dom.uuid);
      },
    },
    {
      name: 'what was changed while a guest ran is what it is, and what it will be, after a restart',
      needs: ['domainDefineXML', 'domainSetMetadata', 'domainGetMetadata'],
      async check(stage) {
        if (stage.bench.options.guestsOutlive !== true) stage.skip('guests end with the driver');
        const dom = await runningDomain(stage);
        const { live, config } = DomainModificationImpact;
        const title = { dom, type: DomainMetadataType.title, key: null, uri: null };
        await stage.call.domainSetMetadata({ ...title, metadata: 'now', flags: live });
        await stage.call.domainSetMetadata({ ...title, metadata: 'then', flags: config });
        for (const _restart of [1, 2]) {
          await stage.bench.restart();
          for (const [flags, metadata] of [
            [live, 'now'],
            [config, 'then'],
          ] as const)
            expect(await stage.call.domainGetMetadata({ ...title, flags })).toEqual({ metadata });
        }
      },
    },
    {
      name: 'the id of a guest that is taken back is given to no other',
      needs: ['domainDefineXML', 'domainLookupByUUID', 'domainLookupByID'],
      async check(stage) {
        if (stage.bench.options.guestsOutlive !== true) stage.skip('guests end with the driver');
        const { uuid } = await runningDomain(stage);
        await stage.bench.restart();
        const { uuid: later } = await runningDomain(stage);
        const { dom } = await stage.call.domainLookupByUUID({ uuid });
        const { dom: other } = await stage.call.domainLookupByUUID({ uuid: later });
        expect(other.id).not.toBe(dom.id);
        expect(await stage.call.domainLookupByID({ id: dom.id })).toEqual({ dom });
      },
    },
    {
      name: 'a domain that starts with the host does so after a boot, and not because the daemon is restarted',
      needs: ['domainDefineXML', 'domainSetAutostart', 'domainIsActive', 'domainDestroy'],
      async check(stage) {
        requirePersistence(stage);
        const { dom } = await defineDomain(stage);
        const { dom: other } = await defineDomain(stage);
        const runs = async (which = dom) => (await stage.call.domainIsActive({ dom: which })).active === 1;
        await stage.call.domainSetAutostart({ dom, autostart: 1 });
        await stage.bench.restart();
        expect(await runs(), 'after a restart of the daemon').toBe(false);
        await stage.bench.restart({ booted: true });
        await eventually(stage, 'a domain that starts with the host runs after a boot', runs);
        expect(await runs(other), 'a domain that does not start with the host').toBe(false);
        await stage.call.domainDestroy({ dom });
        await stage.bench.restart();
        expect(await runs(), 'after it was ended and the daemon restarted').toBe(false);
      },
    },
    {
      name: 'a driver that reads its configuration anew has the same domains and guests, and tells those who listen',
      needs: ['connectListAllDomains', 'domainGetXMLDesc', 'domainCreate', 'domainDestroy'],
      async check(stage) {
        const { driver } = stage.bench;
        if (driver.reload === undefined) return stage.skip('the driver reads nothing anew');
        const dom = await runningDomain(stage);
        const heard = await stage.watch('domainLifecycle', { dom });
        const story = async () => {
          const { domains } = await stage.call.connectListAllDomains({ flags: 0 });
          const dumps = domains.map(async one => stage.call.domainGetXMLDesc({ dom: one, flags: 0 }));
          return { domains, documents: await Promise.all(dumps) };
        };
        const before = await story();
        await stage.within(driver.reload(), 'reload');
        expect(await story()).toEqual(before);
        expect(heard.seen).toEqual([]);
        await stage.call.domainDestroy({ dom });
        await heard.until(destroyEvents(stage.traits).length);
      },
    },
    {
      name: 'a guest that ended stays off after a restart, and starts again',
      needs: ['domainDefineXML', 'domainDestroy', 'domainGetState'],
      async check(stage) {
        requirePersistence(stage);
        const dom = await runningDomain(stage);
        await stage.call.domainDestroy({ dom });
        await stage.bench.restart();
        expect(await stateOf(stage, dom)).toMatch(/^shutoff /);
        await start(stage, dom);
        expect(await stateOf(stage, dom)).toBe('running booted');
      },
    },
    {
      name: 'the driver stops and starts again, and serves',
      needs: [],
      async check(stage) {
        const { uri } = await stage.call.connectGetURI({});
        await stage.bench.restart();
        expect(await stage.call.connectGetURI({})).toEqual({ uri });
      },
    },
  ],
};
