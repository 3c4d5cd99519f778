import { describe, expect, test } from 'vitest';
import { type ServedHost, testHost } from '../src/testing/index.js';

const transient = `<domain type='test'><name>job</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

/** The next event that says a guest was destroyed. */
const destroyed = (host: ServedHost, domain: string) =>
  host.events.next('domainLifecycle', { domain, when: ({ event, detail }) => event === 5 && detail === 1 });

describe('guests that are to end with their client', () => {
  test('end when it closes its connection, and when that breaks', async () => {
    await using host = await testHost({ domains: [{ name: 'web', state: 'shutoff' }] });
    for (const leave of ['closed', 'broken'] as const) {
      const client = await host.connect();
      await (await client.domainLookupByName('web')).createWithFlags({ autodestroy: true });
      await client.domainCreateXML(transient, { autodestroy: true });
      const both = Promise.all([destroyed(host, 'web'), destroyed(host, 'job')]);
      if (leave === 'closed') await client.close();
      else host.dropClients();
      await both;
      await using observer = await host.connect();
      const web = await observer.domainLookupByName('web');
      expect(await web.getState()).toEqual({ state: 'shutoff', reason: 'destroyed' });
      await expect(observer.domainLookupByName('job')).rejects.toMatchObject({ code: 'NO_DOMAIN' });
      await client.close();
    }
  });

  test('end so in their present life only', async () => {
    await using host = await testHost({ domains: [{ name: 'web', state: 'shutoff' }] });
    await using observer = await host.connect();
    const client = await host.connect();
    await (await client.domainLookupByName('web')).createWithFlags({ autodestroy: true });
    const web = await observer.domainLookupByName('web');
    await web.destroy();
    await web.create();
    const marker = destroyed(host, 'job');
    await client.domainCreateXML(transient, { autodestroy: true });
    await client.close();
    await marker;
    expect((await web.getState()).state).toBe('running');
  });

  test('do not move to another host, and have no snapshots', async () => {
    await using host = await testHost({ domains: [] });
    await using there = await testHost({ domains: [] });
    await using connection = await host.connect();
    await using destination = await there.connect();
    const job = await connection.domainCreateXML(transient, { autodestroy: true });
    const refused = { code: 'OPERATION_INVALID', message: /auto destroy/ };
    await expect(job.migrate3(destination, {}, { live: true })).rejects.toMatchObject(refused);
    await expect(job.snapshotCreateXML('<domainsnapshot/>')).rejects.toMatchObject(refused);
  });
});

describe('a guest that was prepared at its destination', () => {
  /** Leads a migration to the point where the destination has to finish it. */
  async function untilFinish(from: ServedHost, to: ServedHost, flags: { live?: true; offline?: true }) {
    const here = await from.connect();
    const there = await to.connect();
    const held = to.faults.add({ procedure: 'domainMigrateFinish3Params', hold: true });
    const web = await here.domainLookupByName('web');
    const moving = web.migrate3(there, {}, { ...flags, persistDest: true }).catch((reason: unknown) => reason);
    await held.reached();
    return { here, there, moving };
  }

  test('ends with the leader of the migration', async () => {
    await using from = await testHost({ domains: [{ name: 'web' }] });
    await using to = await testHost({ domains: [] });
    await using observer = await to.connect();
    const { here, there, moving } = await untilFinish(from, to, { live: true });
    expect((await (await observer.domainLookupByName('web')).getState()).state).toBe('paused');
    const gone = destroyed(to, 'web');
    await there.close();
    await gone;
    expect(await moving).toMatchObject({ name: 'VirtError' });
    expect(await observer.listAllDomains()).toEqual([]);
    await here.close();
    // Nothing is left of it: the next migration finds its place free.
    to.faults.clear();
    await using source = await from.connect();
    await using destination = await to.connect();
    const web = await source.domainLookupByName('web');
    if ((await web.getState()).state === 'paused') await web.resume();
    await web.migrate3(destination, {}, { live: true });
    expect((await (await observer.domainLookupByName('web')).getState()).state).toBe('running');
  });

  test('outlives the leader once it is finished', async () => {
    await using from = await testHost({ domains: [{ name: 'web' }] });
    await using to = await testHost({ domains: [] });
    await using source = await from.connect();
    const leader = await to.connect();
    await (await source.domainLookupByName('web')).migrate3(leader, {}, { live: true });
    const marker = destroyed(to, 'job');
    await leader.domainCreateXML(transient, { autodestroy: true });
    await leader.close();
    await marker;
    await using observer = await to.connect();
    expect((await (await observer.domainLookupByName('web')).getState()).state).toBe('running');
  });

  test('makes room for another attempt when somebody destroys it', async () => {
    await using from = await testHost({ domains: [{ name: 'web' }] });
    await using to = await testHost({ domains: [] });
    await using observer = await to.connect();
    const { here, there, moving } = await untilFinish(from, to, { live: true });
    await (await observer.domainLookupByName('web')).destroy();
    to.faults.clear();
    expect(await moving).toMatchObject({ name: 'VirtError' });
    const web = await here.domainLookupByName('web');
    await web.migrate3(there, {}, { live: true });
    expect((await (await observer.domainLookupByName('web')).getState()).state).toBe('running');
    await here.close();
    await there.close();
  });
});

test('a call that is at work when its client leaves starts no guest that nobody ends', async () => {
  await using host = await testHost({ domains: [{ name: 'web', state: 'shutoff' }] });
  const client = await host.connect();
  const held = host.faults.add({ procedure: 'domainCreateWithFlags', latencyMs: 1, point: 'after' });
  const gone = destroyed(host, 'web');
  const web = await client.domainLookupByName('web');
  const starting = web.createWithFlags({ autodestroy: true }).catch(() => undefined);
  await held.reached();
  await client.close();
  await gone;
  await starting;
});
