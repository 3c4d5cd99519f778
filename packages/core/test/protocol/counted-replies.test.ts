import { expect, test } from 'vitest';
import {
  admin,
  decodeHeader,
  MessageStatus,
  MessageType,
  payloadReader,
  type Procedure,
  type Program,
  remote,
  type WireValue,
  wireArgs,
  wireRet,
} from '../../src/protocol/index.js';
import { recordedPackets } from './recordings.js';

const programs = new Map<number, Program>([remote, admin].map(program => [program.id, program]));

interface Exchange {
  readonly where: string;
  readonly procedure: Procedure;
  readonly args: WireValue;
  readonly ret: WireValue;
}

/** Calls of counted procedures with their successful replies, as real client and daemon exchanged them. */
function exchanges(): Exchange[] {
  const calls = new Map<string, WireValue>();
  const found: Exchange[] = [];
  for (const { file, n, connection, bytes } of recordedPackets()) {
    const header = decodeHeader(bytes);
    const procedure = programs.get(header.program)?.procedure(header.procedure);
    if (procedure?.spec.counted === undefined) continue;
    const key = `${file} ${connection} ${header.serial} ${procedure.name}`;
    const reader = payloadReader(bytes, 0, bytes.length);
    if (header.type === MessageType.call) calls.set(key, procedure.decodeArgs(reader));
    else if (header.type === MessageType.reply && header.status === MessageStatus.ok) {
      const args = calls.get(key);
      if (args === undefined) throw new Error(`${file} ${n}: a reply without call`);
      found.push({
        where: `${file}, packet ${n} (${procedure.name})`,
        procedure,
        args,
        ret: procedure.decodeRet(reader),
      });
    }
  }
  return found;
}

/** Whether the call wanted the list, not its length alone. */
function wantsList({ procedure, args }: Exchange): boolean {
  const { counted } = procedure.spec;
  return counted !== undefined && (!('ask' in counted) || args[counted.ask] !== 0);
}

const all = exchanges();

// Replies that we don't repeat. The daemon answers -1 with status "ok" where a driver has no security labels at all.
const exceptions = new Set(['python-legacy.jsonl, packet 189 (domainGetSecurityLabelList)']);

test('a list that a handler returns becomes the reply that the daemon sent', () => {
  let seen = 0;
  for (const exchange of all.filter(wantsList)) {
    const { where, procedure, args, ret } = exchange;
    if (exceptions.has(where)) continue;
    const counted = procedure.spec.counted;
    const bare = Object.fromEntries(
      Object.entries(ret).filter(([name]) => counted === undefined || !('count' in counted) || name !== counted.count),
    );
    expect([where, wireRet(procedure, bare, args)]).toEqual([where, ret]);
    seen++;
  }
  console.log(`counted replies: ${seen} of ${all.length}`);
  expect(seen).toBeGreaterThan(70);
});

test('the number alone is told where the daemon told it alone', () => {
  let seen = 0;
  for (const exchange of all.filter(candidate => !wantsList(candidate))) {
    const { where, procedure, args, ret } = exchange;
    const counted = procedure.spec.counted;
    if (counted === undefined || !('count' in counted)) continue;
    // As many items as the daemon had; which ones they are doesn't show in this reply.
    const items = Array.from({ length: Number(ret[counted.count]) }, () => ({}));
    expect([where, wireRet(procedure, { [counted.list]: items }, { ...args, flags: 4 })]).toEqual([where, ret]);
    seen++;
  }
  expect(seen).toBeGreaterThan(10);
});

test('what a client asks for is accepted by its own rule', () => {
  for (const { procedure, args } of all)
    expect(Object.keys(wireArgs(procedure, args)).sort()).toEqual(Object.keys(args).sort());
});
