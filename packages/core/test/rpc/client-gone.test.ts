import { deferred } from '@tsvirt/util';
import { expect, test } from 'vitest';
import type { CallerConnection } from '../../src/contract/index.js';
import { open } from '../../src/index.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

/** A driver that ties something to the connection of each caller, and remembers the connections. */
function tyingDriver() {
  const connections: CallerConnection[] = [];
  const released = deferred<CallerConnection>();
  const driver = new TinyDriver({
    connectGetHostname(_args, { connection }) {
      connections.push(connection);
      connection.whenOver(() => released.resolve(connection));
      return { hostname: 'vmhost' };
    },
  });
  return { driver, connections, released: released.promise };
}

test.each(['closed', 'broken'] as const)('what was tied to a %s connection is done, and to no other', async how => {
  const { driver, connections, released } = tyingDriver();
  await using server = await TestServer.start(driver);
  await using first = await server.connect();
  await using second = await server.connect();
  await first.call.connectGetHostname({});
  await first.call.connectGetHostname({});
  await second.call.connectGetHostname({});
  const [ofFirst, again, ofSecond] = connections;
  expect(again).toBe(ofFirst);
  expect(ofSecond).not.toBe(ofFirst);
  if (how === 'closed') await second.close();
  else server.server.clients.at(-1)?.close();
  expect(await released).toBe(ofSecond);
  expect(ofSecond?.isOver).toBe(true);
  expect(ofFirst?.isOver).toBe(false);
});

test('inside one process as well, before the connection counts as closed', async () => {
  const { driver, connections, released } = tyingDriver();
  const connection = await open('test:///default', { drivers: driver });
  await connection.getHostname();
  await connection.close();
  expect(await released).toBe(connections[0]);
  expect(driver.closed).toBe(1);
});

test('a call that outlives its client ties what ends at once', async () => {
  const [arrived, goOn, released] = [deferred<CallerConnection>(), deferred<void>(), deferred<boolean>()];
  const driver = new TinyDriver({
    async connectGetHostname(_args, { connection }) {
      arrived.resolve(connection);
      await goOn.promise;
      connection.whenOver(() => released.resolve(connection.isOver));
      return { hostname: 'vmhost' };
    },
  });
  await using server = await TestServer.start(driver);
  const client = await server.connect();
  const call = client.call.connectGetHostname({}).catch(() => undefined);
  const connection = await arrived.promise;
  const gone = deferred<void>();
  connection.whenOver(gone.resolve);
  await client.close();
  await gone.promise;
  goOn.resolve();
  expect(await released.promise).toBe(true);
  await call;
});
