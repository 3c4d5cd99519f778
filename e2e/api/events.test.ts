import { type ConnectionChange, type Connection, open } from '@tsvirt/core';
import { deferred } from '@tsvirt/util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiHost, domainXml, onEachDaemon } from './api-host.js';

onEachDaemon('events through the API', daemon => {
  let host: ApiHost;
  let connection: Connection;

  beforeAll(async () => {
    host = await daemon.start();
    connection = await open(host.uri('test:///default'), { timeoutMs: 20_000 });
  });
  afterAll(async () => {
    await connection?.close();
    await host?.[Symbol.asyncDispose]();
  });

  test('are iterated over, in order, until the loop is left', async () => {
    await using events = await connection.events('domainLifecycle');
    const domain = await connection.domainCreateXML(domainXml('api-events'));
    await domain.suspend();
    await domain.resume();
    await domain.destroy();
    const seen: string[] = [];
    for await (const step of events) {
      if (step.domain.uuid !== domain.uuid) continue;
      seen.push(`${step.event} ${step.detail}`);
      if (step.event === 'stopped') break;
    }
    expect(seen).toEqual(['started booted', 'suspended paused', 'resumed unpaused', 'stopped destroyed']);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  test('of one domain reach a listener until it is ended', async () => {
    const domain = await connection.domainCreateXML(domainXml('api-one'));
    const other = await connection.domainCreateXML(domainXml('api-other'));
    const seen: string[] = [];
    const first = deferred();
    const listener = ({ event }: { readonly event: string }) => {
      seen.push(event);
      first.resolve();
    };
    const subscription = await connection.on('domainLifecycle', listener, { domain });
    await other.suspend();
    await domain.suspend();
    // libvirtd answers first and tells of it later.
    await first.promise;
    await subscription.end();
    await domain.resume();
    await domain.destroy();
    await other.destroy();
    expect(seen).toEqual(['suspended']);
    await expect(connection.domainEventDeregisterAny(subscription.callbackID)).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('other objects have theirs', async () => {
    await using networks = await connection.events('networkLifecycle');
    const network = await connection.networkLookupByName('default');
    await network.destroy();
    await network.create();
    expect((await networks.next()).value).toMatchObject({ event: 'stopped', network: { name: 'default' } });
    expect((await networks.next()).value).toMatchObject({ event: 'started' });
  });

  test('go on after the daemon was restarted, and the gap is told', async () => {
    const changes: ConnectionChange['state'][] = [];
    await using lasting = await open(host.uri('test:///default'), {
      timeoutMs: 30_000,
      reconnect: { delayMs: 20, maxDelayMs: 200, onChange: ({ state }) => changes.push(state) },
    });
    await using events = await lasting.events('domainLifecycle', { gaps: true });
    await host.restart();
    // A call that is made while there is no connection waits for the next one.
    const domain = await lasting.domainLookupByName('test');
    await domain.suspend();
    const first = await events.next();
    expect(first.value?.gap?.reason).toMatchObject({ code: 'RPC' });
    const second = await events.next();
    expect(second.value?.event).toMatchObject({ event: 'suspended', domain: { name: 'test' } });
    expect(changes).toEqual(['lost', 'restored']);
  });

  test('end with the connection when it is not made anew', async () => {
    const plain = await open(host.uri('test:///default'));
    const events = await plain.events('domainLifecycle');
    await host.restart();
    await expect(events.next()).rejects.toMatchObject({ code: 'RPC' });
    expect(await plain.closed).toMatchObject({ code: 'RPC' });
    await expect(plain.getHostname()).rejects.toMatchObject({ code: 'RPC' });
  });
});
