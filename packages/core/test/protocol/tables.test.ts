import { VirtError } from '@tsvirt/util';
import { describe, expect, test } from 'vitest';
import {
  type Acl,
  admin,
  keepalive,
  limits,
  lxc,
  type ProcedureSpec,
  type Program,
  qemu,
  remote,
  type WireValue,
  XdrReader,
  XdrWriter,
} from '../../src/protocol/index.js';
import {
  camel,
  constants,
  descriptions,
  fieldsOf,
  type FieldText,
  type ProcedureText,
  tableName,
} from './description.js';
import { sampleOf } from './reference.js';

const programs: Readonly<Record<string, Program>> = { remote, qemu, lxc, admin, keepalive };

for (const [programName, text] of Object.entries(descriptions)) {
  const program = programs[programName];
  if (program === undefined) throw new Error(`no program ${programName}`);

  describe(programName, () => {
    test('has the number, version and entries of the description', () => {
      expect({ id: program.id, version: program.version }).toEqual({
        id: text.program.id,
        version: text.program.version,
      });
      const names = [...Object.keys(program.procedures), ...Object.keys(program.events)];
      expect(names.sort()).toEqual(text.procedures.map(tableName).sort());
    });

    test.each(text.procedures.filter(procedure => procedure.kind !== 'event').map(entry))('%s', (name, described) => {
      const spec = program.procedures[name];
      const procedure = program.procedure(described.number);
      if (spec === undefined || procedure === undefined) throw new Error(`${programName} has no ${name}`);
      expect(procedure.name).toBe(name);
      if (described.kind === 'call') expect(procedure.apiName).toBe(apiName(described, name));
      expect(facts(spec)).toEqual(describedFacts(described));
      checkStruct(
        programName,
        fieldsOf(programName, described.args),
        procedure.decodeArgs.bind(procedure),
        procedure.encodeArgs.bind(procedure),
      );
      checkStruct(
        programName,
        fieldsOf(programName, described.ret),
        procedure.decodeRet.bind(procedure),
        procedure.encodeRet.bind(procedure),
      );
      checkCounted(programName, spec, described);
    });

    test.each(text.procedures.filter(procedure => procedure.kind === 'event').map(entry))('%s', (name, described) => {
      const message = program.event(described.number);
      if (message === undefined) throw new Error(`${programName} has no event ${name}`);
      expect(message.name).toBe(name);
      const { id, perCallback, object } = message.spec.event;
      expect({ id: id ?? null, perCallback }).toEqual({
        id: described.event?.id ?? null,
        perCallback: described.event?.perCallback,
      });
      expect(object).toBe(programName === 'qemu' ? 'monitor' : camel(described.event?.object ?? ''));
      checkStruct(
        programName,
        fieldsOf(programName, described.args),
        message.decode.bind(message),
        message.encode.bind(message),
      );
    });
  });
}

test('the limits are those of the description', () => {
  const described: Record<string, number> = {};
  for (const program of [descriptions['remote'], descriptions['admin']]) {
    for (const [name, value] of Object.entries(program?.limits ?? {})) {
      if (name !== 'UUID_BUFLEN') described[camel(name.toLowerCase())] = value;
    }
  }
  expect({ ...limits }).toEqual(described);
});

function entry(procedure: ProcedureText): [string, ProcedureText] {
  return [tableName(procedure), procedure];
}

function apiName(described: ProcedureText, name: string): string {
  const own = `vir${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (described.internalApi !== undefined) return described.internalApi;
  return described.api.length === 0 || described.api.includes(own) ? own : (described.api[0] ?? own);
}

/** Everything of an entry that isn't a shape, in one form for both sides. */
function facts(spec: ProcedureSpec): unknown {
  return {
    number: spec.number,
    priority: spec.priority ?? 'low',
    beforeAuth: spec.beforeAuth ?? false,
    stream: spec.stream ?? null,
    sparseFlag: spec.sparseFlag ?? null,
    since: spec.since ?? null,
    fds: spec.fds ?? null,
    readOnlyDenied: spec.readOnlyDenied ?? null,
    acl: (spec.acl ?? []).map(wholeRule),
    aclFilter: (spec.aclFilter ?? []).map(wholeRule),
  };
}

function describedFacts(described: ProcedureText): unknown {
  const fds = Object.keys(described.fds ?? {});
  return {
    number: described.number,
    priority: described.priority,
    beforeAuth: described.beforeAuth ?? false,
    stream: described.stream,
    sparseFlag: described.sparseFlag === undefined ? null : mask(described.sparseFlag),
    since: described.since ?? null,
    fds: fds.length === 0 ? null : fds.length === 2 ? 'both' : fds[0],
    readOnlyDenied: readOnlyRule(described),
    acl: (described.acl ?? []).map(describedRule),
    aclFilter: (described.aclFilter ?? []).map(describedRule),
  };
}

function wholeRule(rule: Acl): unknown {
  return typeof rule === 'string' ? { permission: rule } : rule;
}

function describedRule(rule: string): unknown {
  const [object = '', name = '', flags = '', argument = '', value = ''] = rule.split(':');
  const permission = `${object}:${name}`;
  if (argument !== '') return { permission, when: { argument, value: mask(value) } };
  if (flags === '') return { permission };
  return flags.startsWith('!')
    ? { permission, withoutFlags: mask(flags.slice(1)) }
    : { permission, withFlags: mask(flags) };
}

function readOnlyRule(described: ProcedureText): unknown {
  if (described.readOnlyDenied === true) return true;
  const when = described.readOnlyDeniedWhen;
  if (when === undefined) return null;
  const [, argument = '', value = ''] = /^(\w+) == (\w+)$/.exec(when) ?? [];
  return argument === ''
    ? { flags: mask(when.replace('flags & ', '').replace(/[() ]/g, '')) }
    : { argument, value: mask(value) };
}

function mask(names: string): number {
  let bits = 0;
  for (const name of names.split('|')) {
    const constant = constants.find(known => known.name === name);
    if (typeof constant?.value !== 'number') throw new Error(`no constant ${name}`);
    bits |= constant.value;
  }
  return bits >>> 0;
}

/** A struct reads what the reference codec wrote, writes the same bytes, and holds each length to its maximum. */
function checkStruct(
  program: string,
  fields: readonly FieldText[],
  decode: (reader: XdrReader) => WireValue,
  encode: (writer: XdrWriter, value: WireValue) => void,
): void {
  const sample = sampleOf(program, fields);
  const reader = new XdrReader(sample.bytes);
  const value = decode(reader);
  expect(value).toEqual(sample.value);
  expect(Object.keys(value)).toEqual(Object.keys(sample.value));
  expect(reader.remaining).toBe(0);
  const writer = new XdrWriter();
  encode(writer, value);
  expect(writer.view().toString('hex')).toBe(sample.bytes.toString('hex'));
  for (const { at, max } of sample.bounds) {
    const bytes = Buffer.from(sample.bytes);
    bytes.writeUInt32BE(max + 1, at);
    expect(reasonOf(() => decode(new XdrReader(bytes)))).toBe(`count ${max + 1}, at most ${max}`);
  }
}

function reasonOf(call: () => unknown): string {
  try {
    call();
  } catch (reason) {
    if (VirtError.is(reason) && reason.code === 'RPC' && reason.cause instanceof Error) return reason.cause.message;
    throw reason;
  }
  return 'no error';
}

/** What a counted rule names exists on the wire, and the count fields are hidden from callers. */
function checkCounted(program: string, spec: ProcedureSpec, described: ProcedureText): void {
  const args = fieldsOf(program, described.args).map(field => camel(field.name));
  const ret = fieldsOf(program, described.ret).map(field => camel(field.name));
  const hiddenArgs = Object.entries(spec.args ?? {}).filter(([, shape]) => 'wireOnly' in shape);
  const hiddenRet = Object.entries(spec.ret ?? {}).filter(([, shape]) => 'wireOnly' in shape);
  const counted = spec.counted;
  if (args.includes('needResults') || (args.includes('nparams') && described.name !== 'domain_get_cpu_stats'))
    expect(counted).toBeDefined();
  expect(hiddenArgs.map(([name]) => name)).toEqual(counted !== undefined && 'ask' in counted ? [counted.ask] : []);
  expect(hiddenRet.map(([name]) => name)).toEqual(counted !== undefined && 'count' in counted ? [counted.count] : []);
  if (counted === undefined) return;
  expect(ret).toContain(counted.list);
  if ('max' in counted) {
    const list = fieldsOf(program, described.ret).find(field => camel(field.name) === counted.list);
    expect(list?.type).toMatchObject({ max: counted.max });
  }
}
