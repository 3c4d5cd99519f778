import { describe, expect, test } from 'vitest';
import { type DocumentName, documentNames, formatDocument, parseDocument } from '../documents/index.js';
import { fromJson, jsonSchema, toJson } from './index.js';

const xml = `<domain type='kvm'><name>a</name><memory unit='KiB'>18014398509481983</memory>
<metadata><m:x xmlns:m='urn:m' k='1'>&lt;</m:x></metadata><os><type>hvm</type></os>
<devices><graphics type='vnc' passwd='secret'/></devices></domain>`;

function refusal(kind: DocumentName, json: unknown): unknown {
  try {
    fromJson(kind, json);
  } catch (reason) {
    return reason;
  }
  throw new Error('nothing was refused');
}

describe('a document as JSON', () => {
  test('keeps 64-bit numbers exact and metadata whole', () => {
    const { value } = parseDocument(xml, { kind: 'domain' });
    const text = JSON.stringify(toJson('domain', value, { secure: true }));
    expect(text).toContain('"sizeKiB":"18014398509481983"');
    const back = fromJson('domain', JSON.parse(text));
    expect(back.memory?.sizeKiB).toBe(18014398509481983n);
    expect(formatDocument('domain', back, { secure: true })).toBe(formatDocument('domain', value, { secure: true }));
  });

  test('has passwords only when asked for', () => {
    const { value } = parseDocument(xml, { kind: 'domain' });
    expect(JSON.stringify(toJson('domain', value))).not.toContain('"passwd"');
    expect(JSON.stringify(toJson('domain', value, { secure: true }))).toContain('"passwd":"secret"');
  });

  test('may leave out what has a default, and have exact numbers for big ones', () => {
    const domain = fromJson('domain', { type: 'kvm', name: 'a', memory: { sizeKiB: 1024 } });
    expect(domain).toMatchObject({ onPoweroff: 'destroy', vcpu: { count: 1 }, memory: { sizeKiB: 1024n } });
    expect(domain.devices.disks).toEqual([]);
  });

  test.each([
    ['domain', { name: 'a' }, 'type: missing'],
    ['domain', { type: 'kmv', name: 'a' }, 'type: expected one of'],
    ['domain', { type: 'kvm', name: 'a', onCrahs: 'destroy' }, "onCrahs: unknown property, perhaps 'onCrash'"],
    ['domain', { type: 'kvm', name: 'a', memory: { sizeKiB: 2 ** 60 } }, 'memory.sizeKiB: expected a whole number'],
    ['domain', { type: 'kvm', name: 'a', devices: { disks: {} } }, 'devices.disks: expected a list'],
    ['domain', { type: 'kvm', name: 'a', devices: { disks: [{ source: { type: 'flie' } }] } }, "perhaps 'file'"],
    ['network', [], 'the document: expected an object'],
    ['network', { name: 7 }, 'name: expected text'],
  ] as const)('%s %j is refused', (kind, json, text) => {
    expect(refusal(kind, json)).toMatchObject({ code: 'INVALID_ARG', detail: expect.stringContaining(text) });
  });

  test('nested deeper than any document is refused, not followed', () => {
    let chain: object = { type: 'file' };
    for (let i = 0; i < 5000; i++) chain = { type: 'file', backingStore: chain };
    const disk = { target: { dev: 'vda' }, backingStore: chain };
    expect(refusal('domain', { type: 'kvm', name: 'a', devices: { disks: [disk] } })).toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('cannot reach the prototypes of its objects', () => {
    const json: unknown = JSON.parse('{"name":"n","__proto__":{"polluted":true}}');
    expect(refusal('network', json)).toMatchObject({ detail: expect.stringContaining('__proto__: unknown property') });
  });
});

test.each(documentNames())(
  'the schema of %s refers to nothing that is not in it, and says what everything is',
  kind => {
    const schema = jsonSchema(kind);
    const text = JSON.stringify(schema);
    const references = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(match => match[1] ?? '');
    const { $defs } = schema;
    if (typeof $defs !== 'object' || $defs === null) throw new Error('no definitions');
    for (const name of references) expect(Object.hasOwn($defs, name), name).toBe(true);
    // An empty schema is one of a field that does not describe itself.
    expect(text).not.toContain('{}');
  },
);
