import { camel, type FieldText, namedType, type TypeText } from './description.js';

// A second codec, made of the description alone: it writes a sample of a struct, says what ours must read from it,
// and where in the bytes a length with a maximum stands. It also turns recorded values into ours.

/** A struct's sample on the wire. */
export interface Sample {
  readonly bytes: Buffer;
  readonly value: Record<string, unknown>;
  /** Offsets of length words with the largest value that each may have. */
  readonly bounds: readonly { readonly at: number; readonly max: number }[];
}

type Part = { value: unknown };

class Builder {
  readonly words: Buffer[] = [];
  readonly bounds: { at: number; max: number }[] = [];
  length = 0;
  seed = 0;

  put(bytes: Buffer): void {
    this.words.push(bytes);
    this.length += bytes.length;
  }

  word(value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value | 0);
    this.put(bytes);
  }

  bound(max: number, count: number): void {
    this.bounds.push({ at: this.length, max });
    this.word(count);
  }

  padded(bytes: Buffer): void {
    this.put(Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length & 3)) & 3)]));
  }
}

/** A sample of a struct's fields: all optional values there, one item in each list. */
export function sampleOf(program: string, fields: readonly FieldText[]): Sample {
  const builder = new Builder();
  const value: Record<string, unknown> = {};
  for (const field of fields) value[camel(field.name)] = sample(builder, program, field.type, field.name).value;
  return { bytes: Buffer.concat(builder.words), value, bounds: builder.bounds };
}

function sample(b: Builder, program: string, type: TypeText, field: string): Part {
  const seed = ++b.seed;
  if (typeof type === 'string') return named(b, program, type, field, seed);
  if ('string' in type) {
    const text = `text ${seed}é`;
    b.bound(type.string, Buffer.byteLength(text));
    b.padded(Buffer.from(text));
    return { value: text };
  }
  if ('opaque' in type) {
    const bytes = Buffer.alloc(type.fixed === true ? type.opaque : 5, seed);
    if (type.fixed !== true) b.bound(type.opaque, bytes.length);
    b.padded(bytes);
    return { value: new Uint8Array(bytes) };
  }
  if ('optional' in type) {
    b.word(1);
    return sample(b, program, type.optional, field);
  }
  if (type.array === 'char') {
    const chars = Buffer.alloc(type.len ?? 3);
    chars.write('ab');
    if (type.max !== undefined) b.bound(type.max, chars.length);
    for (const char of chars) b.word(char);
    return { value: field === 'data' ? new Uint8Array(chars) : 'ab' };
  }
  b.bound(type.max ?? 0, 1);
  return { value: [sample(b, program, type.array, field).value] };
}

function named(b: Builder, program: string, type: string, field: string, seed: number): Part {
  const wide = Buffer.alloc(8);
  switch (type) {
    case 'int':
      b.word(-seed);
      return { value: -seed };
    case 'uint':
      b.word(-seed);
      return { value: 2 ** 32 - seed };
    case 'bool':
      b.word(1);
      return { value: true };
    case 'char':
      b.word(-(seed & 0x7f));
      return { value: -(seed & 0x7f) };
    case 'uchar':
      b.word(0xff - seed);
      return { value: 0xff - seed };
    case 'ushort':
      b.word(0xffff - seed);
      return { value: 0xffff - seed };
    case 'hyper':
      wide.writeBigInt64BE(-BigInt(seed));
      b.put(wide);
      return { value: -BigInt(seed) };
    case 'uhyper':
      wide.writeBigInt64BE(-BigInt(seed));
      b.put(wide);
      return { value: 2n ** 64n - BigInt(seed) };
    case 'double':
      wide.writeDoubleBE(seed / 8);
      b.put(wide);
      return { value: seed / 8 };
    case 'uuid':
      b.put(Buffer.alloc(16, seed));
      return { value: uuidText(Buffer.alloc(16, seed).toString('hex')) };
    default: {
      const found = namedType(program, type);
      if (found.kind === 'alias') return sample(b, program, found.type, field);
      if (found.kind === 'enum') {
        b.word(1);
        return { value: enumName(found.values, 1) };
      }
      if (found.kind === 'union') {
        const arm = found.cases[seed % found.cases.length];
        if (arm === undefined) throw new Error('union without cases');
        b.word(arm.value);
        if (arm.tag.endsWith('_BOOLEAN')) {
          b.word(1);
          return { value: { type: 'boolean', value: true } };
        }
        return {
          value: { type: armName(arm.tag), value: boolArm(arm.tag, sample(b, program, arm.type, field).value) },
        };
      }
      const value: Record<string, unknown> = {};
      for (const inner of found.fields) value[camel(inner.name)] = sample(b, program, inner.type, inner.name).value;
      return { value };
    }
  }
}

/** What a recorded value (names and forms of the recordings) is in our API. */
function fromRecorded(program: string, type: TypeText, value: unknown, field = ''): unknown {
  if (typeof type === 'string') {
    switch (type) {
      case 'hyper':
      case 'uhyper':
        return BigInt(String(value));
      case 'uuid':
        return uuidText(String(value).replaceAll('-', ''));
      case 'int':
      case 'uint':
      case 'bool':
      case 'char':
      case 'uchar':
      case 'ushort':
      case 'double':
        return value;
      default: {
        const found = namedType(program, type);
        if (found.kind === 'alias') return fromRecorded(program, found.type, value, field);
        if (found.kind === 'enum') return enumName(found.values, Number(value));
        if (found.kind === 'union') return fromRecordedUnion(program, found.cases, value);
        return recordedStruct(program, found.fields, value);
      }
    }
  }
  if ('string' in type) return value;
  if ('optional' in type) return value === null ? null : fromRecorded(program, type.optional, value, field);
  if ('opaque' in type) return new Uint8Array(Buffer.from(String(value), 'hex'));
  if (!Array.isArray(value)) throw new Error(`recorded ${field} is no list`);
  if (type.array === 'char') {
    const bytes = Buffer.from(value.map(Number));
    if (field === 'data') return new Uint8Array(bytes);
    const nul = bytes.indexOf(0);
    return bytes.toString('utf8', 0, nul === -1 ? bytes.length : nul);
  }
  return value.map(item => fromRecorded(program, type.array, item, field));
}

/** A recorded struct in our names. */
export function recordedStruct(program: string, fields: readonly FieldText[], value: unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    result[camel(field.name)] = fromRecorded(program, field.type, property(value, field.name), field.name);
  }
  return result;
}

function fromRecordedUnion(
  program: string,
  cases: readonly { readonly value: number; readonly tag: string; readonly name: string; readonly type: TypeText }[],
  value: unknown,
): unknown {
  const number = property(value, 'type');
  const arm = cases.find(entry => entry.value === number);
  if (arm === undefined) throw new Error(`recorded union of type ${String(number)}`);
  const held = property(value, arm.name) ?? property(value, 'value');
  return { type: armName(arm.tag), value: boolArm(arm.tag, fromRecorded(program, arm.type, held, arm.name)) };
}

/** A property of something out of JSON; undefined where there is none. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function armName(tag: string): string {
  return tag.replace('VIR_TYPED_PARAM_', '').toLowerCase();
}

function boolArm(tag: string, value: unknown): unknown {
  return tag.endsWith('_BOOLEAN') ? value !== 0 : value;
}

function enumName(values: Readonly<Record<string, number>>, number: number): string {
  const name = Object.keys(values).find(key => values[key] === number) ?? '';
  return name.replace(/^REMOTE_AUTH_/, '').toLowerCase();
}

function uuidText(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
