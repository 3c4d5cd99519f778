import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documents } from '../../src/index.js';
import { unknownNames } from './coverage.js';
import { exceptions } from './exceptions.js';
import { readGrammar } from './grammar.js';
import { scopeOf } from './known-names.js';
import { schemaFiles, schemaFolder } from './schema-files.js';

describe.skipIf(!existsSync(schemaFolder))(`what libvirt's schemas allow (they are not in ${schemaFolder})`, () => {
  test.each(schemaFiles)('%s: conf knows each element and attribute of %s', async (kind, file) => {
    const grammar = await readGrammar(join(schemaFolder, file));
    const { schema, root } = documents[kind];
    const missing = unknownNames(grammar, root, scopeOf(schema));
    expect(missing).toEqual(Object.keys(exceptions[kind] ?? {}).sort());
  });
});
