import { describe, expect, test } from 'vitest';
import { formatDocument, fromJson, jsonSchema, parseDocument, toJson } from '../src/index.js';
import { corpusCases, corpusFolder } from './corpus.js';
import { corpusKinds } from './corpus-kinds.js';
import { violations } from './json-schema-check.js';

describe.skipIf(corpusFolder === undefined)('documents that libvirt wrote (set TSVIRT_CORPUS to the corpus)', () => {
  test.each(corpusKinds)('%s: as JSON they fit the schema, and come back with every byte', async (folder, kind) => {
    const failures: string[] = [];
    const schema = jsonSchema(kind);
    for (const { name, expected: plain, secure } of await corpusCases(corpusFolder ?? '', folder)) {
      const expected = secure ?? plain;
      if (expected === undefined) continue;
      const { value } = parseDocument(expected, { kind });
      const text = JSON.stringify(toJson(kind, value, { secure: true }));
      const broken = violations(schema, JSON.parse(text));
      if (broken.length > 0) failures.push(`${name}: ${broken.join('; ')}`);
      const flags = { secure: true };
      if (formatDocument(kind, fromJson(kind, JSON.parse(text)), flags) !== formatDocument(kind, value, flags)) {
        failures.push(`${name}: differs`);
      }
    }
    expect(failures).toEqual([]);
  });
});
