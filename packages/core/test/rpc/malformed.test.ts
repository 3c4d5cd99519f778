import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionPrograms, noAuthentication, RpcServer } from '../../src/rpc/index.js';
import { openPackets, SocketClient } from './socket-client.js';
import { TinyDriver } from './tiny-driver.js';

interface Case {
  readonly case: string;
  readonly afterOpen: boolean;
  readonly send: string;
  readonly result: 'reply' | 'none' | 'closed';
  readonly hex?: string;
  readonly connectionUsableAfter: boolean;
}

const cases = readFileSync(new URL('../vectors/malformed.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line) as Case);

/** Where our words differ from the recorded ones; header, code and domain are compared still. */
const ownWording = new Map([
  ['list_all_domains unknown flag', 'the driver speaks'],
  ['list_domains maxids 16385', 'names the number asked for instead of the constant in the C source'],
  ['get_vcpus maxinfo too big', 'names the number asked for instead of the constant in the C source'],
  ['auth_polkit without need', 'the daemon noticed no reason at all'],
]);

/** auth_list: answered on any connection that is usable. */
const probe = '0000001c200080860000000100000042000000000000006300000000';

describe('bad input gets the reaction that was recorded', () => {
  let folder: string;
  let path: string;
  const server = new RpcServer({ name: 'libvirtd' });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tsvirt-malformed-'));
    path = join(folder, 'sock');
    const programs = connectionPrograms({ opener: new TinyDriver(), libVersion: 9_000_000 });
    await server.listen({ name: 'unix', programs, authenticator: noAuthentication }, { kind: 'unix', path });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  test.each(cases)('$case', async ({ case: name, afterOpen, send, result, hex, connectionUsableAfter }) => {
    await using client = await SocketClient.connect(path);
    if (afterOpen) for (const packet of openPackets) await client.ask(packet);
    client.send(send);
    if (result === 'reply') {
      const reply = (await client.packet())?.toString('hex') ?? 'closed';
      if (ownWording.has(name)) expect(reply.slice(8, 72)).toBe(hex?.slice(8, 72));
      else expect(reply).toBe(hex);
    }
    if (result === 'closed') expect(await client.packet()).toBeUndefined();
    // "none" shows in what comes next: the answer to a further call, not a late one.
    if (connectionUsableAfter) {
      const next = await client.ask(probe);
      expect(next?.readUInt32BE(20)).toBe(0x63);
    }
  });
});
