import { existsSync } from 'node:fs';
import { readXml } from '@tsvirt/util/xml';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Comparison, compare, documentsUnder, strict } from './comparison.js';
import { readGated } from './fast-xml-gate.js';
import { mutated, seeded } from './mutation.js';
import { hasXmllint, type Verdict, xmllintVerdicts } from './xmllint.js';

/**
 * libxml2 is the judge: each document, whole and mutated, is read here and by xmllint. TSVIRT_CORPUS names a folder of
 * documents, TSVIRT_CORPUS_MUTANTS how many mutants to make of them (400); with TSVIRT_CORPUS_REPORT the figures of both
 * candidates are printed.
 */
const corpus = process.env['TSVIRT_CORPUS'] ?? '';
const count = Number(process.env['TSVIRT_CORPUS_MUTANTS'] ?? 400);
const reports = process.env['TSVIRT_CORPUS_REPORT'] !== undefined;

describe.skipIf(!hasXmllint || !existsSync(corpus))(
  'documents, against xmllint (set TSVIRT_CORPUS to a folder of them)',
  () => {
    let documents: string[] = [];
    let verdicts: Verdict[] = [];

    beforeAll(async () => {
      const originals = await documentsUnder(corpus);
      const random = seeded(20_080_613);
      const pick = (): string => originals[Math.floor(random() * originals.length)] ?? '';
      documents = Array.from({ length: Math.min(count, originals.length) }, pick);
      for (let i = 0; i < count; i += 1) documents.push(mutated(pick(), random));
      verdicts = await xmllintVerdicts(documents);
      if (reports) report('fast-xml-parser in a gate', compare(documents, verdicts, readGated));
    }, 600_000);

    test('the same documents are well-formed, and their trees are the same', () => {
      const result = compare(documents, verdicts, strict);
      if (reports) report('readXml', result);
      expect(result.wellFormed).toBeGreaterThan(documents.length / 5);
      expect(result.trees).toBeGreaterThan(documents.length / 5);
      expect(result.differences).toEqual([]);
    });

    test('the same blank text is left out', () => {
      // libxml2 also drops the blanks that begin a text when a carriage return follows them: not copied.
      const known = verdicts.map((verdict, i) =>
        /[\t\n ]\r/.test(documents[i] ?? '') ? { ...verdict, withoutBlanks: undefined } : verdict,
      );
      const result = compare(documents, known, document => readXml(document), 'withoutBlanks');
      if (reports) report('readXml without blanks', result);
      expect(result.trees).toBeGreaterThan(documents.length / 5);
      expect(result.differences).toEqual([]);
    });
  },
);

function report(name: string, { differences, ...counts }: Comparison): void {
  const kinds = new Map<string, number>();
  for (const { kind } of differences) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  console.log(name, counts, Object.fromEntries(kinds));
}
