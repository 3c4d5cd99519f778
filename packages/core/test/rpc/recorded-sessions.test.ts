import { readFileSync } from 'node:fs';
import type { VirtError } from '@tsvirt/util';
import { expect, test } from 'vitest';
import type { DriverHandlers } from '../../src/contract/index.js';
import { lxc, qemu, remote, XdrReader } from '../../src/protocol/index.js';
import type { WireValue } from '../../src/protocol/procedure.js';
import { decodeError } from '../../src/protocol/packet.js';
import { TestServer } from './test-server.js';
import { TinyDriver } from './tiny-driver.js';

interface Line {
  readonly conn?: number;
  readonly dir?: 'c2s' | 's2c';
  readonly hex?: string;
}

/** Sessions of the real client with the real daemon, without streams and descriptors. */
const scenarios = [
  'test-list',
  'test-errors',
  'test-dumpxml',
  'test-host',
  'test-net',
  'test-pool-vol',
  'test-stats',
  'test-tune',
  'test-snapshot',
  'test-nodedev',
  'test-devices',
];

const programs = new Map([remote, qemu, lxc].map(program => [program.id, program]));

function lines(scenario: string): Line[] {
  return readFileSync(new URL(`../vectors/${scenario}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .slice(1)
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Line);
}

/** A driver that answers with what the recorded daemon answered, value for value: the bytes around it are ours. */
class Replaying extends TinyDriver {
  next: { ret: WireValue | undefined } | { error: VirtError } | undefined;
}

function replayer(): Replaying {
  const handlers: Record<string, () => unknown> = {};
  const driver = new Replaying();
  for (const { procedures } of [remote, qemu, lxc]) {
    for (const name of Object.keys(procedures)) {
      handlers[name] = () => {
        const answer = driver.next;
        if (answer === undefined) throw new Error(`nothing recorded for ${name}`);
        if ('error' in answer) throw answer.error;
        return answer.ret;
      };
    }
  }
  // Each name of the tables has a function; what it returns was decoded by that procedure's own shape.
  Object.assign(driver.handlers, handlers as DriverHandlers);
  return driver;
}

test.each(scenarios)('%s: the daemon that gives the same values sends the same bytes', async scenario => {
  const recorded = lines(scenario);
  const connections = new Set(recorded.map(({ conn }) => conn));
  let compared = 0;
  for (const number of connections) {
    const driver = replayer();
    await using server = await TestServer.start(driver);
    await using client = await server.raw();
    const own = recorded.filter(({ conn, hex }) => conn === number && hex !== undefined);
    for (const { dir, hex = '' } of own) {
      if (dir !== 'c2s') continue;
      const call = Buffer.from(hex, 'hex');
      if (call.readInt32BE(16) !== 0) continue;
      const serial = call.readUInt32BE(20);
      const reply = own.find(
        line => line.dir === 's2c' && line.hex?.slice(32, 48) === `00000001${serial.toString(16).padStart(8, '0')}`,
      )?.hex;
      if (reply === undefined) continue;
      driver.next = answerIn(Buffer.from(reply, 'hex'));
      expect((await client.ask(call))?.toString('hex')).toBe(reply);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(5);
});

function answerIn(reply: Buffer): Replaying['next'] {
  const reader = new XdrReader(reply, 28);
  if (reply.readInt32BE(24) !== 0) return { error: decodeError(reader) };
  const procedure = programs.get(reply.readUInt32BE(4))?.procedure(reply.readInt32BE(12));
  if (procedure?.spec.ret === undefined) return { ret: undefined };
  const ret = procedure.decodeRet(reader);
  const { counted } = procedure.spec;
  if (counted === undefined || counted.rule === 'limit') return { ret };
  // Who asked for the number alone got no list; the driver had one of that length.
  const list = ret[counted.list];
  const count = Number(ret[counted.count]);
  return {
    ret: Array.isArray(list) && list.length > 0 ? ret : { ...ret, [counted.list]: Array.from({ length: count }) },
  };
}
