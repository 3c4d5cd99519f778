import type { Connection, Domain } from '@tsvirt/core';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { expect } from 'vitest';
import { defineDomain, inactiveDomain, runningDomain, start } from './domain-props.js';
import { refusal } from './refusal.js';
import { eventually } from './eventually.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';
import { lifecycleName } from './state-names.js';

const needs = ['domainMigrateBegin3Params', 'domainMigratePerform3Params', 'domainMigrateFinish3Params'] as const;

interface Journey {
  /** The domain on its host. */
  readonly domain: Domain;
  /** A connection to the host where it goes. */
  readonly there: Connection;
}

/** A domain, and another host that knows nothing of it. */
async function journey(stage: Stage, dom: NonnullDomain): Promise<Journey> {
  const here = await stage.bench.open();
  stage.after(() => here.close());
  const other = await stage.otherHost();
  const there = await other.open();
  stage.after(() => there.close());
  const domain = await here.domainLookupByUUIDString(dom.uuid);
  if ((await findIn(there, domain)) !== undefined) stage.skip('both stages of the driver are one host');
  return { domain, there };
}

async function findIn(connection: Connection, { uuid }: Domain): Promise<Domain | undefined> {
  return (await connection.listAllDomains()).find(domain => domain.uuid === uuid);
}

/** What a domain is on a host: `absent`, or its state and the reason. */
async function stateIn(connection: Connection, domain: Domain): Promise<string> {
  const found = await findIn(connection, domain);
  if (found === undefined) return 'absent';
  const { state, reason } = await found.getState();
  return `${state} ${reason}`;
}

/** States on both hosts once exactly one has the guest: what was given up may still be on its way back. */
async function settled(stage: Stage, { domain, there }: Journey): Promise<readonly string[]> {
  let states: readonly string[] = [];
  await eventually(stage, 'exactly one host runs the guest', async () => {
    states = [await stateIn(domain.connection, domain), await stateIn(there, domain)];
    const [here = '', away = ''] = states;
    return here.startsWith('running ') !== away.startsWith('running ');
  });
  return states;
}

/** Guests that move between two hosts of the same driver. */
export const domainMigration: RuleGroup = {
  subject: 'domain migration',
  rules: [
    {
      name: 'a guest that moves runs there and not here, and both sides say so',
      needs,
      async check(stage) {
        const dom = await runningDomain(stage);
        const { domain, there } = await journey(stage, dom);
        const here = await stage.watch('domainLifecycle', { dom });
        await domain.migrate3(there, {}, { live: true });
        expect(await stateIn(there, domain)).toBe('running migrated');
        expect(await stateIn(domain.connection, domain)).toBe('shutoff migrated');
        await here.until(1, event => lifecycleName(event) === 'stopped migrated');
      },
    },
    {
      name: 'a guest that moves is the same there, and stays defined where that was asked for',
      needs,
      async check(stage) {
        const { domain, there } = await journey(stage, await runningDomain(stage));
        const before = await domain.getXMLDesc({ inactive: true });
        const moved = await domain.migrate3(there, {}, { live: true, persistDest: true, undefineSource: true });
        expect([moved.name, moved.uuid]).toEqual([domain.name, domain.uuid]);
        expect(await moved.isPersistent()).toBe(true);
        expect(await moved.getXMLDesc({ inactive: true })).toBe(before);
        expect(await stateIn(domain.connection, domain)).toBe('absent');
      },
    },
    {
      name: 'a guest that moves without more is transient there, and defined here',
      needs,
      async check(stage) {
        const { domain, there } = await journey(stage, await runningDomain(stage));
        const moved = await domain.migrate3(there, {}, { live: true });
        expect(await moved.isPersistent()).toBe(false);
        expect(await domain.isPersistent()).toBe(true);
        await moved.destroy();
        expect(await stateIn(there, domain)).toBe('absent');
      },
    },
    {
      name: 'a paused guest is paused where it goes',
      needs: [...needs, 'domainSuspend'],
      async check(stage) {
        const dom = await runningDomain(stage);
        await stage.call.domainSuspend({ dom });
        const { domain, there } = await journey(stage, dom);
        await domain.migrate3(there, {}, { live: true });
        expect(await stateIn(there, domain)).toMatch(/^paused /);
      },
    },
    {
      name: 'a guest comes back to where it was',
      needs,
      async check(stage) {
        const { domain, there } = await journey(stage, await runningDomain(stage));
        const moved = await domain.migrate3(there, {}, { live: true });
        await moved.migrate3(domain.connection, {}, { live: true });
        expect(await stateIn(domain.connection, domain)).toBe('running migrated');
        expect(await stateIn(there, domain)).toBe('absent');
      },
    },
    {
      name: 'what does not run does not move as a guest',
      needs,
      async check(stage) {
        const { domain, there } = await journey(stage, await inactiveDomain(stage));
        await refusal(domain.migrate3(there, {}, { live: true }), 'moving an inactive domain', 'OPERATION_INVALID');
        expect(await stateIn(there, domain)).toBe('absent');
      },
    },
    {
      name: 'a guest stays where it is when its name is taken where it goes',
      needs: [...needs, 'domainDefineXML'],
      async check(stage) {
        const { dom, xml } = await defineDomain(stage);
        await start(stage, dom);
        const { domain, there } = await journey(stage, dom);
        const { uuid } = await stage.identity();
        const namesake = await there.domainDefineXML(xml.replace(dom.uuid, uuid));
        const codes = ['OPERATION_FAILED', 'OPERATION_INVALID'] as const;
        await refusal(domain.migrate3(there, {}, { live: true }), 'moving to a namesake', ...codes);
        expect(await stateIn(domain.connection, domain)).toMatch(/^running /);
        expect((await there.listAllDomains()).some(other => other.uuid === dom.uuid)).toBe(false);
        await namesake.undefine();
      },
    },
    {
      name: 'of two clients who move a guest at once, one succeeds, and one host has it',
      needs,
      async check(stage) {
        const trip = await journey(stage, await runningDomain(stage));
        const { domain, there } = trip;
        const calls = [0, 1].map(() => domain.migrate3(there, {}, { live: true }));
        const outcomes = await Promise.allSettled(calls);
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
        expect((await settled(stage, trip))[1]).toBe('running migrated');
      },
    },
    {
      name: 'one host has a guest whose move was given up',
      needs,
      async check(stage) {
        const trip = await journey(stage, await runningDomain(stage));
        const { domain, there } = trip;
        const caller = new AbortController();
        const moving = domain.migrate3(there, {}, { live: true, signal: caller.signal });
        setImmediate(() => caller.abort(new VirtError('OPERATION_ABORTED', 'RPC', 'gone')));
        await stage.within(
          moving.catch(() => {}),
          'a move that was given up',
        );
        await settled(stage, trip);
      },
    },
  ],
};
