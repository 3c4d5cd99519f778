import { VirtError } from '@tsvirt/util';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/index.js';
import { testDomain, TinyDriver } from '../rpc/tiny-driver.js';

const suspended = { dom: testDomain, event: 3, detail: 0 };

function emitter() {
  const driver = new TinyDriver();
  const emit = () => driver.hub.emit('domainLifecycle', suspended);
  return { driver, emit };
}

describe('the signal of a subscription', () => {
  test('ends an iteration at once, and what waits for it', async () => {
    const { driver, emit } = emitter();
    await using connection = await open('test:///default', { drivers: driver });
    const giveUp = new AbortController();
    const events = await connection.events('domainLifecycle', { signal: giveUp.signal });
    emit();
    expect((await events.next()).value).toMatchObject({ event: 'suspended' });
    const next = events.next();
    giveUp.abort();
    await expect(next).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    emit();
    await expect(events.next()).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
    expect(driver.hub.size).toBe(0);
  });

  test('says its own reason where that is an error of ours', async () => {
    const { driver } = emitter();
    await using connection = await open('test:///default', { drivers: driver });
    const giveUp = new AbortController();
    const events = await connection.events('domainLifecycle', { signal: giveUp.signal });
    giveUp.abort(new VirtError('RESOURCE_BUSY', 'NONE', 'too many guests'));
    await expect(events.next()).rejects.toMatchObject({ code: 'RESOURCE_BUSY' });
  });

  test('ends a listener in silence', async () => {
    const { driver, emit } = emitter();
    await using connection = await open('test:///default', { drivers: driver });
    const giveUp = new AbortController();
    const heard: string[] = [];
    await connection.on('domainLifecycle', ({ event }) => heard.push(event), {
      signal: giveUp.signal,
      onEnd: reason => heard.push(reason.code),
    });
    const events = await connection.events('domainLifecycle');
    emit();
    await events.next();
    giveUp.abort();
    emit();
    await events.next();
    await events.return();
    expect(heard).toEqual(['suspended']);
    expect(driver.hub.size).toBe(0);
  });
});

test.each([
  ['domainLifecycle', 'network'],
  ['networkLifecycle', 'domain'],
  ['connectionClosed', 'domain'],
] as const)('%s cannot be chosen by a %s', async (name, subject) => {
  await using connection = await open('test:///default', { drivers: new TinyDriver() });
  const domain = await connection.domainLookupByName('test');
  const chosen: object = { [subject]: domain };
  await expect(connection.events(name, chosen)).rejects.toMatchObject({ code: 'INVALID_ARG', message: /chosen by/ });
});

test('the signal of a call gives up the stream that the call opened', async () => {
  const driver = new TinyDriver({
    domainOpenConsole(_, call) {
      call.stream.serve(async stream => {
        await stream.write(new Uint8Array([1]));
        for await (const _ of stream);
      });
    },
  });
  await using connection = await open('test:///default', { drivers: driver });
  const domain = await connection.domainLookupByName('test');
  const giveUp = new AbortController();
  await using console = await domain.openConsole({ signal: giveUp.signal });
  expect(await console.recv()).toEqual(Buffer.from([1]));
  const more = console.recv();
  giveUp.abort();
  await expect(more).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  await expect(console.send(new Uint8Array([2]))).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
});

test('an object is printed as what names it, without its connection', async () => {
  await using connection = await open('test:///default', { drivers: new TinyDriver() });
  const domain = await connection.domainLookupByName('test');
  expect(inspect(domain)).toMatch(/^Domain \{ name: 'test', uuid: '[-0-9a-f]{36}', id: \d+ \}$/);
  expect(JSON.parse(JSON.stringify(domain))).toMatchObject({ name: 'test' });
});
