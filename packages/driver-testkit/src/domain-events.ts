import { expect } from 'vitest';
import { defineDomain, inactiveDomain, start } from './domain-props.js';
import { bootEvents, destroyEvents } from './lifecycle-events.js';
import { eventually } from './eventually.js';
import type { RuleGroup } from './rule.js';
import { lifecycleName } from './state-names.js';

/** What subscribers hear, and what not. */
export const domainEvents: RuleGroup = {
  subject: 'domain events',
  rules: [
    {
      name: 'a domain is heard of from its definition to its end, in order',
      needs: ['domainDefineXML', 'domainUndefine', 'domainCreate', 'domainDestroy'],
      async check(stage) {
        const heard = await stage.watch('domainLifecycle');
        const { dom, xml } = await defineDomain(stage);
        await stage.call.domainDefineXML({ xml });
        await stage.call.domainCreate({ dom });
        await stage.call.domainDestroy({ dom });
        await stage.call.domainUndefine({ dom });
        const life = [...bootEvents(stage.traits), ...destroyEvents(stage.traits)];
        const expected = ['defined added', 'defined updated', ...life, 'undefined removed'];
        await heard.until(expected.length, ({ dom: { uuid } }) => uuid === dom.uuid);
        const own = heard.seen.filter(({ dom: { uuid } }) => uuid === dom.uuid);
        expect(own.map(lifecycleName)).toEqual(expected);
      },
    },
    {
      name: 'events name the domain, with the id of the guest while it runs',
      needs: ['domainCreate', 'domainLookupByUUID'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const heard = await stage.watch('domainLifecycle', { dom });
        await start(stage, dom);
        await heard.until(bootEvents(stage.traits).length);
        const { dom: running } = await stage.call.domainLookupByUUID({ uuid: dom.uuid });
        for (const event of heard.seen) expect(event.dom).toEqual(running);
      },
    },
    {
      name: 'who subscribes to one domain hears nothing of others',
      needs: ['domainDefineXML', 'domainCreate'],
      async check(stage) {
        const { dom: one } = await defineDomain(stage);
        const { dom: other } = await defineDomain(stage);
        const heard = await stage.watch('domainLifecycle', { dom: one });
        await start(stage, other);
        await start(stage, one);
        await heard.until(1);
        expect(new Set(heard.seen.map(({ dom }) => dom.name))).toEqual(new Set([one.name]));
      },
    },
    {
      name: 'who ends a subscription hears nothing more, and the others do',
      needs: ['domainCreate', 'domainDestroy'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const left = await stage.watch('domainLifecycle', { dom });
        const stays = await stage.watch('domainLifecycle', { dom });
        await start(stage, dom);
        await stays.until(1);
        await left.end();
        const before = left.seen.length;
        stays.clear();
        await stage.call.domainDestroy({ dom });
        await stays.until(1);
        expect(left.seen.length).toBe(before);
      },
    },
    {
      name: 'a client that leaves takes its subscriptions with it',
      needs: ['connectListAllDomains'],
      async check(stage) {
        const { events } = stage.bench.opened;
        if (events === undefined) return stage.skip('the driver has no events');
        const before = events.size;
        const guest = await stage.connect();
        await guest.events('domainLifecycle');
        expect(events.size).toBe(before + 1);
        await guest.close();
        await eventually(stage, 'a client that has left listens no more', async () => events.size <= before);
        expect(events.size).toBe(before);
      },
    },
    {
      name: 'all clients of the driver hear of the same event',
      needs: ['domainCreate'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const mine = await stage.watch('domainLifecycle', { dom });
        const guest = await stage.connect();
        const feed = await guest.events('domainLifecycle', { dom });
        await start(stage, dom);
        await mine.until(1);
        const first = await stage.within(feed.next(), "the other client's event");
        expect(first.value).toEqual(mine.seen[0]);
      },
    },
    {
      name: 'an operation that is refused is not heard of',
      needs: ['domainDefineXML'],
      async check(stage) {
        const heard = await stage.watch('domainLifecycle');
        await stage.call.domainDefineXML({ xml: '<domain' }).catch(() => {});
        await stage.call.domainDefineXML({ xml: '<domain/>' }).catch(() => {});
        expect(heard.seen).toEqual([]);
      },
    },
  ],
};
