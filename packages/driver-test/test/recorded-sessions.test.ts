import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remote, wireRet, XdrReader, XdrWriter } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callContext, openTest } from './test-connection.js';

/**
 * Sessions of libvirt's own clients with its own mock, played to this one: the same calls in the same order, each answered
 * as then. Error texts are ours; code and domain must agree.
 */
const vectors = fileURLToPath(new URL('../../core/test/vectors/', import.meta.url));
const headerLength = 28;

/** Answered by the server, whatever the driver. */
const serversOwn =
  /^(auth|connectOpen$|connectClose$|connectSupportsFeature$|connectGetURI$|connect.*(Register|Deregister|Unregister))/;

/** Results that differ from run to run: the clock's, the host's, made up ones. */
const volatile: readonly string[] = [
  'connectGetHostname',
  'domainBlockStats',
  'domainCreateXML',
  'domainGetInfo',
  'domainGetVcpus',
  'domainInterfaceStats',
  'domainSnapshotGetXMLDesc',
  'domainCheckpointGetXMLDesc',
];

interface Packet {
  readonly dir: 'c2s' | 's2c';
  readonly hex: string;
  readonly decoded: { readonly program: string; readonly header: Header };
}
interface Header {
  readonly proc: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
}

/** Read-only clients are refused by the server; sessions of events alone hold no call of a driver. */
const others = ['test-readonly.jsonl', 'test-events.jsonl', 'test-events-other.jsonl', 'test-nodedev-event.jsonl'];
const files = (await readdir(vectors)).filter(name => /^test-.*\.jsonl$/.test(name) && !others.includes(name));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(files)('%s', file => {
  test('is answered as it was', async () => {
    const lines = (await readFile(join(vectors, file), 'utf8')).trim().split('\n').slice(1);
    const packets = lines
      .map(line => JSON.parse(line) as Packet)
      .filter(({ hex, decoded }) => hex !== undefined && decoded.program === 'remote');
    const replies = new Map(
      packets
        .filter(({ dir, decoded }) => dir === 's2c' && decoded.header.type === 1)
        .map(reply => [reply.decoded.header.serial, reply]),
    );
    const { connection } = await openTest();
    // Uuids that were made up then, by those made up now.
    const uuids = new Map<string, string>();
    let calls = 0;
    for (const { dir, hex, decoded } of packets) {
      const { proc, type, serial } = decoded.header;
      const procedure = remote.procedure(proc);
      const reply = replies.get(serial);
      if (
        dir !== 'c2s' ||
        type !== 0 ||
        procedure === undefined ||
        reply === undefined ||
        serversOwn.test(procedure.name)
      )
        continue;
      const where = `${file}: call ${serial}, ${procedure.name}`;
      calls++;
      const args = here(procedure.decodeArgs(new XdrReader(body(hex))), uuids);
      let answer: { ret: unknown; bytes: string } | VirtError;
      try {
        const handler = Reflect.get(connection.handlers, procedure.name) as
          | ((args: unknown, call: unknown) => unknown)
          | undefined;
        if (handler === undefined) throw new VirtError('NO_SUPPORT', 'NONE', procedure.apiName);
        const ret = (await handler(args, callContext([]))) as Readonly<Record<string, unknown>> | undefined;
        const writer = new XdrWriter();
        const wire = wireRet(procedure, ret, args);
        procedure.encodeRet(writer, wire);
        answer = { ret: wire, bytes: writer.copy().toString('hex') };
      } catch (reason) {
        answer = VirtError.wrap(reason, 'TEST');
      }
      if (reply.decoded.header.status !== 0) {
        const [code, domain] = errorNumbers(reply);
        expect(answer, `${where} should fail with ${code}`).toBeInstanceOf(VirtError);
        if (!(answer instanceof VirtError)) continue;
        expect(answer.codeNumber, where).toBe(code);
        // A handler that is absent has no domain of its own: the server names it.
        if (answer.code !== 'NO_SUPPORT') expect(answer.domainNumber, where).toBe(domain);
      } else {
        expect(answer, `${where} should succeed`).not.toBeInstanceOf(VirtError);
        if (answer instanceof VirtError) continue;
        const recorded = procedure.decodeRet(new XdrReader(body(reply.hex)));
        if (procedure.name === 'domainCreateXML') uuids.set(uuidIn(recorded), uuidIn(answer.ret));
        if (volatile.includes(procedure.name)) continue;
        const expected = here(recorded, uuids);
        expect(byName(answer.ret), where).toEqual(byName(expected));
        expect(answer.bytes.length, where).toBe((reply.hex.length / 2 - headerLength) * 2);
      }
    }
    expect(calls).toBeGreaterThan(0);
  });
});

/** libvirt lists objects in the order of a hash table: the order says nothing. */
function byName(ret: unknown): unknown {
  if (typeof ret !== 'object' || ret === null) return ret;
  return Object.fromEntries(
    Object.entries(ret).map(([key, value]) => [
      key,
      Array.isArray(value) && value.every(isNamed) ? value.toSorted(compareNames) : value,
    ]),
  );
}

function isNamed(item: unknown): item is { readonly name: string } {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string';
}

function compareNames(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function body(hex: string): Buffer {
  return Buffer.from(hex, 'hex').subarray(headerLength);
}

function errorNumbers({ hex }: Packet): [code: number, domain: number] {
  const reader = new XdrReader(body(hex));
  return [reader.int(), reader.int()];
}

function uuidIn(ret: unknown): string {
  return /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(JSON.stringify(ret))?.[0] ?? '';
}

/** Values of the recording as they are here: files in a folder of this test's, uuids that were made up. */
function here<T>(values: T, uuids: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(values, (_, value: unknown) => {
    if (typeof value === 'bigint') return `bigint:${value}`;
    return value instanceof Uint8Array ? `bytes:${Buffer.from(value).toString('hex')}` : value;
  });
  let moved = text.replaceAll(/\/var\/lib\/libvirt\/([a-z0-9]+\.(?:save|core))/g, (_, name: string) =>
    join(folder, name),
  );
  for (const [then, now] of uuids) moved = moved.replaceAll(then, now);
  return JSON.parse(moved, (_, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (value.startsWith('bigint:')) return BigInt(value.slice(7));
    if (value.startsWith('bytes:')) return Uint8Array.from(Buffer.from(value.slice(6), 'hex'));
    return value;
  }) as T;
}
