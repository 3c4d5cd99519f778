import { expect, test } from 'vitest';
import { callPacket, openPackets } from './socket-client.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

/** Keeps the event loop busy, as a large answer does. */
function work(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

test('a client with hundreds of calls at hand lets others have their turn', async () => {
  const order: string[] = [];
  const driver = new TinyDriver({
    connectGetHostname: () => {
      order.push('noisy');
      work(1);
      return { hostname: 'vmhost' };
    },
    connectGetMaxVcpus: () => {
      order.push('polite');
      return { maxVcpus: 1 };
    },
  });
  await using server = await TestServer.start(driver);
  await using noisy = await server.raw();
  await using polite = await server.raw();
  for (const client of [noisy, polite]) for (const packet of openPackets) await client.ask(packet);
  const calls = 500;
  noisy.send(Buffer.concat(Array.from({ length: calls }, (_, index) => callPacket(59, 10 + index))));
  await polite.ask(callPacket(5, 10, Buffer.from('00000000', 'hex')));
  expect(order.indexOf('polite')).toBeGreaterThanOrEqual(0);
  expect(order.indexOf('polite')).toBeLessThan(calls / 2);
  for (let reply = 0; reply < calls; reply++) expect((await noisy.packet())?.readUInt32BE(20)).toBe(10 + reply);
  expect(order).toHaveLength(calls + 1);
});
