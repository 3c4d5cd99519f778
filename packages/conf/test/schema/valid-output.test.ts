import { describe, expect, test } from 'vitest';
import { formatDocument, parseDocument } from '../../src/index.js';
import { corpusCases, corpusFolder } from '../corpus.js';
import { corpusKinds } from '../corpus-kinds.js';
import { canValidate, refusals } from './relax-ng.js';
import { schemaFiles } from './schema-files.js';

test.skipIf(!canValidate)('xmllint refuses what is wrong (needs xmllint and the schemas)', async () => {
  const documents = new Map([
    ['wrong', '<secret><usage/></secret>'],
    ['right', "<secret ephemeral='no' private='no'/>"],
  ]);
  expect(await refusals('secret.rng', documents)).toEqual([expect.stringMatching(/^wrong: /)]);
});

describe.skipIf(!canValidate || corpusFolder === undefined)(
  'documents that conf wrote (needs TSVIRT_CORPUS, xmllint and the schemas)',
  () => {
    test.each(corpusKinds)('%s: fit the schema where libvirt’s own do', async (folder, kind) => {
      const schema = schemaFiles.find(([name]) => name === kind)?.[1];
      if (schema === undefined) throw new Error(`no schema of ${kind}`);
      const originals = new Map<string, string>();
      const written = new Map<string, string>();
      for (const { name, expected } of await corpusCases(corpusFolder ?? '', folder)) {
        if (expected === undefined) continue;
        originals.set(name, expected);
        written.set(name, formatDocument(kind, parseDocument(expected, { kind }).value));
      }
      const namesOf = (list: readonly string[]) => list.map(line => line.split(':', 1)[0]);
      const known = new Set(namesOf(await refusals(schema, originals)));
      const refused = (await refusals(schema, written)).filter(line => !known.has(line.split(':', 1)[0]));
      console.info(`${folder}: ${written.size - known.size} of ${written.size} documents fit the schema`);
      expect(refused).toEqual([]);
    });
  },
);
