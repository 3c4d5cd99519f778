import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DocumentName, formatDocument, fromJson, jsonSchema, parseDocument, toJson } from '../src/index.js';
import { corpusFolder } from './corpus.js';
import { violations } from './json-schema-check.js';
import { canValidate, refusals } from './schema/relax-ng.js';
import { schemaFiles } from './schema/schema-files.js';

const recorded = join(import.meta.dirname, 'recorded');
const secure = { secure: true };

/** Recorded documents that libvirt's own schema refuses. */
const refusedAnyway: Readonly<Record<string, string>> = {
  'capabilities-qemu.xml': 'the schema knows no features of host CPUs with a dot in their names, such as sse4.1',
};

/** What libvirt wrote, by file name; clients may have added empty lines at the end. */
async function documentsIn(folder: string, pattern: RegExp): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter(name => pattern.test(name)).sort();
  const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
  return new Map(names.map((name, i) => [name, (texts[i] ?? '').replace(/\n+$/, '\n')]));
}

function rewritten(text: string): { readonly kind: DocumentName; readonly xml: string; readonly viaJson: string } {
  const { kind, value } = parseDocument(text, { unknown: 'refuse' });
  return { ...viaJson(kind, value), kind };
}

function viaJson<K extends DocumentName>(kind: K, value: ReturnType<typeof fromJson<K>>) {
  const json: unknown = JSON.parse(JSON.stringify(toJson(kind, value, secure)));
  expect(violations(jsonSchema(kind), json)).toEqual([]);
  return {
    xml: formatDocument(kind, value, secure),
    viaJson: formatDocument(kind, fromJson(kind, json), secure),
  };
}

const own = await documentsIn(recorded, /^(?!guest).*\.xml$/);
const environment = corpusFolder === undefined ? undefined : join(corpusFolder, 'environment');
const corpus = environment === undefined ? new Map<string, string>() : await documentsIn(environment, /\.xml$/);

describe('what libvirt tells of hosts and guests', () => {
  test.each([...own.keys(), ...corpus.keys()])('%s: each part is known, and not a byte differs', name => {
    const text = own.get(name) ?? corpus.get(name) ?? '';
    const { xml, viaJson: again } = rewritten(text);
    expect(xml).toBe(text);
    expect(again).toBe(text);
  });

  test('every kind of such documents is recorded', () => {
    const kinds = new Set([...own.values()].map(text => parseDocument(text).kind));
    expect([...kinds].sort()).toEqual([
      'capabilities',
      'domain-capabilities',
      'domain-status',
      'save-cookie',
      'storage-pool-capabilities',
    ]);
  });

  test.skipIf(!canValidate)('what conf writes of them fits the schemas (needs xmllint and the schemas)', async () => {
    for (const [kind, schema] of schemaFiles) {
      const written = new Map(
        [...own].flatMap(([name, text]) => {
          const document = rewritten(text);
          return document.kind === kind && !Object.hasOwn(refusedAnyway, name) ? [[name, document.xml] as const] : [];
        }),
      );
      expect(await refusals(schema, written)).toEqual([]);
    }
  });
});
