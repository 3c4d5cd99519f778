import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, InstalledDrivers, open } from '../../test/registry/installed-drivers.js';
import { type DriverContext, EventHub } from '../contract/index.js';
import { eventObject } from '../protocol/index.js';

let drivers: InstalledDrivers;

beforeEach(async () => {
  drivers = await InstalledDrivers.create();
});

afterEach(() => drivers.dispose());

/** A secondary driver whose `networkLookupByName` says who was asked, under which URI. */
const networks = `
  start: async () => {
    const handlers = {
      connectListAllNetworks: () => ({ nets: [] }),
      connectGetHostname: () => ({ hostname: 'not for hypervisors' }),
    };
    return { open: ({ uri }) => ({
      handlers: globalThis.secondaryShared ? handlers : { ...handlers, networkLookupByName: ({ name }) => ({ name, uri: String(uri) }) },
      events: globalThis.secondaryHub ?? { who: 'network hub' },
      close() { globalThis.secondaryTrace?.push('closed ' + uri); },
    }) };
  },`;

function trace(): string[] {
  const seen: string[] = [];
  Reflect.set(globalThis, 'secondaryTrace', seen);
  return seen;
}

describe('a hypervisor is completed by secondary drivers', () => {
  test('for the kinds that it does not serve, and for nothing else', async () => {
    const seen = trace();
    await drivers.good('driver-hyper', 'hyper');
    await drivers.good('driver-net', 'network', networks, 'network');
    const registry = await drivers.load();
    const connection = await open(registry, 'hyper:///x');
    expect(await ask(connection, 'networkLookupByName', { name: 'web' })).toEqual({
      name: 'web',
      uri: 'network:///system',
    });
    expect(await ask(connection, 'connectGetHostname')).toEqual({ hostname: 'HYPER' });
    expect(connection.hubFor('network')).toEqual({ who: 'network hub' });
    expect(connection.hubFor('domain')).toBeUndefined();
    expect(connection.driverName).toBe('HYPER');
    await connection.close();
    expect(seen).toEqual(['closed network:///system']);
  });

  test('a hypervisor that serves the kind keeps it whole', async () => {
    const own = `start: async () => ({ open: () => ({ handlers: { connectListAllNetworks: () => 'own' }, events: 'own hub' }) }),`;
    await drivers.good('driver-hyper', 'hyper', own);
    await drivers.good('driver-net', 'network', networks, 'network');
    const connection = await open(await drivers.load(), 'hyper:///x');
    expect(Object.keys(connection.handlers)).toEqual(['connectListAllNetworks']);
    expect(await ask(connection, 'connectListAllNetworks')).toBe('own');
    expect(connection.hubFor('network')).toBe('own hub');
  });

  test('connections share one merged table', async () => {
    Reflect.set(globalThis, 'secondaryShared', true);
    await drivers.good('driver-hyper', 'hyper');
    await drivers.good('driver-net', 'network', networks, 'network');
    const registry = await drivers.load();
    const [one, other] = [await open(registry, 'hyper:///x'), await open(registry, 'hyper:///y')];
    Reflect.deleteProperty(globalThis, 'secondaryShared');
    expect(Object.keys(one.handlers)).toContain('connectListAllNetworks');
    expect(one.handlers).toBe(other.handlers);
  });

  test('a secondary driver is reached directly, and is then alone', async () => {
    await drivers.good('driver-net', 'network', networks, 'network');
    await drivers.good('driver-secret', 'secret', '', 'secret');
    const connection = await open(await drivers.load(), 'network:///system');
    expect(await ask(connection, 'connectGetHostname')).toEqual({ hostname: 'not for hypervisors' });
    expect(connection.hubFor('network')).toEqual({ who: 'network hub' });
  });

  test('one that is still starting holds up its own calls alone', async () => {
    let begin = (): void => {};
    Reflect.set(globalThis, 'secondaryGate', new Promise<void>(resolve => (begin = resolve)));
    await drivers.good('driver-hyper', 'hyper');
    await drivers.good(
      'driver-net',
      'network',
      networks.replace('start: async () => {', 'start: async () => { await globalThis.secondaryGate;'),
      'network',
    );
    const registry = drivers.registry();
    const loading = registry.load();
    const connection = await open(registry, 'hyper:///x');
    expect(await ask(connection, 'connectGetHostname')).toEqual({ hostname: 'HYPER' });
    const waiting = ask(connection, 'networkLookupByName', { name: 'web' });
    const hub = connection.hubFor('network');
    expect(hub).toBeInstanceOf(Promise);
    begin();
    expect(await hub).toEqual({ who: 'network hub' });
    expect(await waiting).toEqual({ name: 'web', uri: 'network:///system' });
    expect(connection.hubFor('network')).toEqual({ who: 'network hub' });
    await expect(ask(connection, 'networkCreate')).rejects.toMatchObject({
      code: 'NO_SUPPORT',
      message: 'this function is not supported by the connection driver: virNetworkCreate',
    });
    await loading;
  });

  test('one that throws, declines or was refused is missed and nothing more', async () => {
    await drivers.good('driver-hyper', 'hyper');
    await drivers.good(
      'driver-a',
      'network',
      `start: async () => ({ open() { throw new Error('no bridge'); } }),`,
      'network',
    );
    await drivers.good('driver-b', 'secret', `start: async () => ({ open: () => declined }),`, 'secret');
    await drivers.good('driver-c', 'storage', `probe: async () => 'no disk',`, 'storage');
    const connection = await open(await drivers.load(), 'hyper:///x');
    expect(Object.keys(connection.handlers)).toEqual(['connectGetHostname']);
    expect(drivers.problems).toEqual([
      'driver package driver-c is not used: probe: no disk',
      'driver-a does not open network:///system: no bridge',
      'driver-b does not open secret:///system: it declined its own URI',
    ]);
  });

  test('two of one kind: the first completes, the second is reached by its own scheme', async () => {
    await drivers.good('driver-a', 'network', networks, 'network');
    await drivers.good('driver-b', 'net2', networks, 'network');
    await drivers.good('driver-hyper', 'hyper');
    const registry = await drivers.load();
    expect(drivers.problems).toEqual([
      'driver package driver-b is used in part: network objects of every hypervisor are served by driver-a already',
    ]);
    expect(await ask(await open(registry, 'hyper:///'), 'networkLookupByName', { name: 'x' })).toMatchObject({
      uri: 'network:///system',
    });
    expect((await open(registry, 'net2:///system')).driverName).toBe('NET2');
  });
});

describe('a driver opens a sibling', () => {
  /** Loads a hypervisor that shows its context, and a network driver beside it. */
  async function context(): Promise<DriverContext> {
    let shown: DriverContext | undefined;
    Reflect.set(globalThis, 'secondaryContext', (value: DriverContext) => (shown = value));
    await drivers.good(
      'driver-hyper',
      'hyper',
      'start: async c => { globalThis.secondaryContext(c); return { open: () => declined }; },',
    );
    await drivers.good(
      'driver-net',
      'network',
      networks.replace('const handlers = {', 'const handlers = { networkCreate: () => new Promise(() => {}),'),
      'network',
    );
    await drivers.load();
    if (shown === undefined) throw new Error('the driver was not started');
    return shown;
  }

  const net = { name: 'web', uuid: '00000000-0000-0000-0000-000000000001' };

  test('and calls its handlers through the public procedures', async () => {
    const seen = trace();
    const driver = await context();
    const sibling = await driver.openConnection('network:///system');
    expect(await sibling.call.networkLookupByName({ name: 'web' })).toEqual({ name: 'web', uri: 'network:///system' });
    await expect(sibling.call.domainCreate({ dom: { ...net, id: -1 } })).rejects.toMatchObject({ code: 'NO_SUPPORT' });
    await sibling[Symbol.asyncDispose]();
    expect(seen).toEqual(['closed network:///system']);
  });

  test('within limits of time, and by the rules of a read-only connection', async () => {
    const driver = await context();
    const sibling = await driver.openConnection('network:///system', { readOnly: true });
    await expect(sibling.call.networkCreate({ net })).rejects.toMatchObject({ code: 'OPERATION_DENIED' });
    const writer = await driver.openConnection('network:///system');
    await expect(writer.call.networkCreate({ net }, { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'OPERATION_TIMEOUT',
    });
    const gone = new AbortController();
    const waiting = writer.call.networkCreate({ net }, { signal: gone.signal });
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'OPERATION_ABORTED' });
  });

  test('and hears its events, which may have to be asked for first', async () => {
    const driver = await context();
    const asked: string[] = [];
    const hub = new EventHub({
      objectOf: ({ payload }) => eventObject(payload),
      onError: () => {},
      supply: {
        begin: async name => void asked.push(`begin ${name}`),
        end: name => void asked.push(`end ${name}`),
      },
    });
    Reflect.set(globalThis, 'secondaryHub', hub);
    const sibling = await driver.openConnection('network:///system');
    const seen: number[] = [];
    const end = await sibling.listen('networkLifecycle', net.uuid, ({ event }) => seen.push(event));
    hub.emit('networkLifecycle', { net, event: 2, detail: 0 });
    hub.emit('networkLifecycle', {
      net: { ...net, uuid: '00000000-0000-0000-0000-000000000002' },
      event: 3,
      detail: 0,
    });
    end();
    await sibling.listen('networkLifecycle', undefined, () => {});
    await sibling[Symbol.asyncDispose]();
    expect(seen).toEqual([2]);
    expect(asked).toEqual([
      'begin networkLifecycle',
      'end networkLifecycle',
      'begin networkLifecycle',
      'end networkLifecycle',
    ]);
    await expect(sibling.listen('domainLifecycle', undefined, () => {})).rejects.toMatchObject({
      code: 'OPERATION_ABORTED',
    });
    Reflect.deleteProperty(globalThis, 'secondaryHub');
  });

  test('that nobody serves', async () => {
    const driver = await context();
    await expect(driver.openConnection('storage:///system')).rejects.toMatchObject({ code: 'NO_CONNECT' });
  });
});
