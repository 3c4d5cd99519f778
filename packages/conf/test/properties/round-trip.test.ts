import { VirtError } from '@tsvirt/util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DocumentName,
  type Documents,
  documentNames,
  documents,
  elementForm,
  formatDocument,
  fromJson,
  type JsonValue,
  jsonSchema,
  parseDocument,
  toJson,
} from '../../src/index.js';
import { violations } from '../json-schema-check.js';
import { jsonOf } from './arbitrary.js';

const numRuns = Number(process.env.TSVIRT_FUZZ_RUNS ?? 60);
const secure = { secure: true };

/** Undefined for what a reader refuses because parts of it contradict each other. */
function unlessRefused<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (reason) {
    if (VirtError.is(reason) && reason.code !== 'XML_DETAIL') return undefined;
    throw reason;
  }
}

function readBack<K extends DocumentName>(kind: K, xml: string, unknown: 'drop' | 'refuse'): Documents[K] {
  return parseDocument(xml, { kind, unknown }).value;
}

/** Without parts in which there is nothing: most elements are not written then. */
function pruned(json: JsonValue): JsonValue | undefined {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    const items = json.flatMap(item => pruned(item) ?? []);
    return items.length === 0 ? undefined : items;
  }
  const parts = Object.entries(json).flatMap(([key, part]) => {
    const kept = pruned(part);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** Written and read three times: empty elements inside of each other vanish one at a time. */
function settle<K extends DocumentName>(kind: K, value: Documents[K]): Documents[K] {
  let settled = value;
  for (let i = 0; i < 3; i++) settled = readBack(kind, formatDocument(kind, settled, secure), 'refuse');
  return settled;
}

/** How many of the values could be read back. */
function checkKind<K extends DocumentName>(kind: K): number {
  const schema = jsonSchema(kind);
  let sound = 0;
  fc.assert(
    fc.property(jsonOf(elementForm(documents[kind].schema)), json => {
      expect(violations(schema, json)).toEqual([]);
      // A reader puts some values right (numbers of an address that are left out, for example): hence from its own on.
      const value = unlessRefused(() => readBack(kind, formatDocument(kind, fromJson(kind, json), secure), 'drop'));
      if (value === undefined) return;
      sound++;
      const again = settle(kind, value);
      expect(pruned(toJson(kind, again, secure))).toEqual(pruned(toJson(kind, value, secure)));
      const written = formatDocument(kind, again, secure);
      expect(formatDocument(kind, readBack(kind, written, 'refuse'), secure)).toBe(written);
      const converted: unknown = JSON.parse(JSON.stringify(toJson(kind, again, secure)));
      expect(formatDocument(kind, fromJson(kind, converted), secure)).toBe(written);
    }),
    { numRuns, seed: 1 },
  );
  return sound;
}

describe('values made of the descriptions', () => {
  test.each(documentNames())('%s: fit the schema, and are the same when written and read', kind => {
    const sound = checkKind(kind);
    console.info(`${kind}: ${sound} of ${numRuns} made values are sound documents`);
    expect(sound).toBeGreaterThan(0);
  });
});
