import { VirtError } from '@tsvirt/util';
import { readXml } from '@tsvirt/util/xml';
import { type DocumentName, type Documents, documents } from '../documents/index.js';
import { elementForm, type Form, type FormField, opaque, type Text } from '../kernel/index.js';
import { nearest } from '../kernel/nearest.js';
import { absenceOf } from './absence.js';

/** Nothing in a document is nested deeper than its XML may be. */
const maxDepth = 256;

/** Where in the JSON text the reader is. */
interface Place {
  readonly path: string;
  readonly depth: number;
}

/**
 * A document out of JSON as `toJson` writes it. What has a default may be left out, as in XML; 64-bit numbers may be
 * numbers as long as they are exact; unknown properties are refused.
 * @param json what `JSON.parse` returned, or any other value
 * @throws INVALID_ARG with the path of the property that is wrong; what the parts of an element contradict each other in is
 * refused with the code and domain that its XML is refused with
 */
export function fromJson<K extends DocumentName>(kind: K, json: unknown): Documents[K] {
  const { schema, origin } = documents[kind];
  function fail(place: Place, what: string): never {
    throw new VirtError('INVALID_ARG', origin.domain, `${nameOf(place)}: ${what}`);
  }

  function read(form: Form, value: unknown, place: Place): unknown {
    let read = readShape(form, value, place);
    for (const { check, refine } of form.rules ?? []) {
      const finding = check?.(read);
      if (finding !== undefined) {
        const { code = 'XML_ERROR', domain = 'XML' } = finding.kind;
        throw new VirtError(code, domain, `${nameOf(place)}: ${finding.what}`);
      }
      if (refine !== undefined) read = refine(read);
    }
    return read;
  }

  function readShape(form: Form, value: unknown, place: Place): unknown {
    if (place.depth > maxDepth) fail(place, `nested deeper than ${maxDepth} levels`);
    switch (form.kind) {
      case 'element':
        return read(form.describe().form, value, place);
      case 'within':
        return read(form.inner, value, place);
      case 'list':
        if (!Array.isArray(value)) return fail(place, 'expected a list');
        return value.map((item: unknown, i) => read(form.item, item, below(place, `[${i}]`)));
      case 'record':
        return readRecord(form.fields, objectOf(value, place), place);
      case 'union':
        return readUnion(form, objectOf(value, place), place);
      case 'tree':
        if (typeof value !== 'string') return fail(place, 'expected a string of XML');
        return readXml(value, origin);
      case 'flag':
        return typeof value === 'boolean' ? value : fail(place, 'expected true or false');
      case 'text':
        return readText(form.text, value, place);
      case 'opaque':
        return plain(value, place);
    }
  }

  function readRecord(fields: readonly FormField[], given: ReadonlyMap<string, unknown>, place: Place): object {
    const known = fields.map(({ key }) => key);
    for (const key of given.keys()) {
      if (known.includes(key)) continue;
      const close = nearest(key, known);
      fail(below(place, `.${key}`), `unknown property${close === undefined ? '' : `, perhaps '${close}'`}`);
    }
    const values: [string, unknown][] = [];
    for (const field of fields) {
      const part = given.get(field.key);
      const at = below(place, `.${field.key}`);
      const value = part === undefined ? absent(field, at) : read(field.spec.form ?? opaque, part, at);
      if (value !== undefined) values.push([field.key, value]);
    }
    return Object.fromEntries(values);
  }

  function absent(field: FormField, place: Place): unknown {
    const absence = absenceOf(field);
    return absence === 'required' ? fail(place, 'missing') : absence.value;
  }

  function readUnion(
    form: Extract<Form, { kind: 'union' }>,
    given: ReadonlyMap<string, unknown>,
    place: Place,
  ): object {
    const { discriminator, arms } = form;
    const at = below(place, `.${discriminator}`);
    const name = given.get(discriminator) ?? form.absent;
    if (name === undefined) return fail(at, 'missing');
    const arm = typeof name === 'string' ? arms.get(name) : undefined;
    if (typeof name !== 'string' || arm === undefined) {
      const close = typeof name === 'string' ? nearest(name, [...arms.keys()]) : undefined;
      const hint = close === undefined ? '' : `, perhaps '${close}'`;
      return fail(at, `expected one of ${[...arms.keys()].map(word => `'${word}'`).join(', ')}${hint}`);
    }
    const rest = new Map(given);
    rest.delete(discriminator);
    return { [discriminator]: name, ...objectFrom(read(arm, Object.fromEntries(rest), place)) };
  }

  function readText(text: Text<unknown>, value: unknown, place: Place): unknown {
    const scalar = scalarOf(text, value);
    // What is written and read again is of the text's own type, and in its canonical spelling.
    const read = scalar === undefined ? undefined : text.read(text.write(scalar));
    if (read !== undefined) return read;
    const close = text.values === undefined || typeof value !== 'string' ? undefined : nearest(value, text.values);
    return fail(place, `expected ${describe(text)}${close === undefined ? '' : `, perhaps '${close}'`}`);
  }

  function plain(value: unknown, place: Place): unknown {
    if (place.depth > maxDepth) fail(place, `nested deeper than ${maxDepth} levels`);
    if (Array.isArray(value)) return value.map((item: unknown, i) => plain(item, below(place, `[${i}]`)));
    if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value;
    const entries = [...objectOf(value, place)].map(([key, part]) => [key, plain(part, below(place, `.${key}`))]);
    return Object.fromEntries(entries);
  }

  function objectOf(value: unknown, place: Place): ReadonlyMap<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(place, 'expected an object');
    return new Map(Object.entries(value));
  }

  // The form was derived from the same description as the type, which is what makes this sound.
  return read(elementForm(schema), json, { path: '', depth: 0 }) as Documents[K];
}

function nameOf({ path }: Place): string {
  return path === '' ? 'the document' : path;
}

function below(place: Place, step: string): Place {
  return { path: `${place.path}${step}`.replace(/^\./, ''), depth: place.depth + 1 };
}

function objectFrom(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

/** The value when JSON's type fits the text's. */
function scalarOf(text: Text<unknown>, value: unknown): unknown {
  switch (text.type?.name) {
    case 'string':
    case 'boolean':
      return typeof value === text.type.name ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'bigint':
      if (typeof value === 'string') return /^-?\d{1,20}$/.test(value) ? BigInt(value) : undefined;
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined;
    case undefined:
      return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) ? value : undefined;
  }
}

function describe({ type, expected }: Text<unknown>): string {
  switch (type?.name) {
    case 'boolean':
      return 'true or false';
    case 'bigint':
      return `${expected}, as a string of digits`;
    default:
      return expected;
  }
}
