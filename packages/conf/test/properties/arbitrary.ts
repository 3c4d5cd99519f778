import fc from 'fast-check';
import { absenceOf, type Form, type JsonObject, type JsonValue, opaque, type Text } from '../../src/index.js';

/** Texts of the kinds that documents hold; of these, a text type's own reader picks what it takes. */
const texts = [
  'web',
  'a b',
  '<&>\'"',
  'ä€😀',
  '0',
  '1',
  '7',
  '0x1f',
  '0-3',
  '0-3,5',
  '10.0.0.1',
  'fe80::1',
  '52:54:00:12:34:56',
  'c7a5fdbd-edaf-9455-926a-d65c16db1809',
  '/var/lib/images/a.qcow2',
  '1.2',
  '2.0',
  'default',
  '2010-04-09T15:51:00',
  'generate',
  'SYN/ALL',
  '255.255.255.0',
  'x86_64',
  '1600',
  'kvm',
  '0700',
  'yes',
  'no',
  'on',
  'off',
  'mknod',
  'pcie-root-port',
  '-1',
  '300',
  'abc',
  'IP',
  'naa.5123456789abcde0',
];

/** Values of one text type, as JSON has them. */
function textValue(text: Text<unknown>): fc.Arbitrary<JsonValue> {
  const { type, values } = text;
  if (values !== undefined) return known(text, values);
  switch (type?.name) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min: type.min, max: type.max }), fc.constantFrom(type.min, type.max));
    case 'bigint':
      return fc.oneof(fc.bigInt({ min: type.min, max: type.max }), fc.constantFrom(type.min, type.max)).map(String);
    default:
      return known(text, texts);
  }
}

function known(text: Text<unknown>, words: readonly string[]): fc.Arbitrary<JsonValue> {
  const values = words.map(entry => text.read(entry)).filter(isScalar);
  if (values.length === 0) throw new Error(`no sample is ${text.expected}`);
  return fc.constantFrom(...values);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const metadata = "<metadata><app:a xmlns:app='urn:app' b='1'><app:c>text</app:c></app:a></metadata>";

/** JSON of values of a form, which get smaller with depth. */
export function jsonOf(form: Form, depth = 0): fc.Arbitrary<JsonValue> {
  switch (form.kind) {
    case 'element':
      return jsonOf(form.describe().form, depth + 1);
    case 'within':
      return jsonOf(form.inner, depth);
    case 'list':
      // As deep as this, an element may be inside of itself.
      if (depth > 6) return fc.constant([]);
      return fc.array(jsonOf(form.item, depth), { maxLength: 2 });
    case 'record':
      return recordOf(form, depth);
    case 'union': {
      const arms = [...form.arms].map(([name, arm]) =>
        jsonOf(arm, depth).map(value => ({ [form.discriminator]: name, ...objectOf(value) })),
      );
      return fc.oneof(...arms);
    }
    case 'tree':
      return fc.constant(metadata);
    case 'flag':
      return fc.constant(true);
    case 'text':
      return textValue(form.text);
    case 'opaque':
      throw new Error('a form that says nothing has no samples');
  }
}

function recordOf({ fields }: Extract<Form, { kind: 'record' }>, depth: number): fc.Arbitrary<JsonValue> {
  const parts: { [key: string]: fc.Arbitrary<JsonValue | undefined> } = {};
  for (const field of fields) {
    const { key, spec } = field;
    const isLeftOut = absenceOf(field) !== 'required';
    if (isLeftOut && depth > 6) continue;
    const value = jsonOf(spec.form ?? opaque, depth);
    // Most parts are left out most of the time: a document with a bit of everything contradicts itself.
    parts[key] = isLeftOut
      ? fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
      : value;
  }
  return fc.record(parts).map(record => {
    const given: { [key: string]: JsonValue } = {};
    for (const [key, value] of Object.entries(record)) if (value !== undefined) given[key] = value;
    return given;
  });
}

function objectOf(value: JsonValue): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
