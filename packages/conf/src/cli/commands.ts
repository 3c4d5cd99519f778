import { VirtError } from '@tsvirt/util';
import { diffDocuments } from '../diff/index.js';
import {
  type DocumentName,
  type Documents,
  formatDocument,
  type ParsedDocument,
  parseDocument,
  validateDocument,
} from '../documents/index.js';
import { fromJson, type JsonValue, toJson } from '../json/index.js';
import type { Options } from './options.js';
import { failure, type Result } from './result.js';

/** Reads and checks one document, and gives it in the form that the command asks for. */
export function runOn(file: string, bytes: Uint8Array, options: Options): Result {
  let known: Partial<Result> = {};
  try {
    const document = read(bytes, options);
    const { kind, ignored } = document;
    known = { kind, ...(ignored.length > 0 && { ignored }) };
    if (options.command === 'check') check(document);
    if (options.strict && ignored.length > 0) {
      const [{ line, column } = { line: 1, column: 1 }] = ignored;
      const message = `${ignored.length} unknown ${ignored.length === 1 ? 'part' : 'parts'} would be ignored`;
      return { ...known, file, ok: false, code: 'XML_INVALID_SCHEMA', message, line, column };
    }
    const output = outputOf(document, options);
    return { ...known, file, ok: true, ...(output !== undefined && { output }) };
  } catch (reason) {
    return failure(file, reason, known);
  }
}

/** Compares two documents, which must be of one kind. `ok` means that nothing differs. */
export function runDiff(file: string, before: Uint8Array, after: Uint8Array, options: Options): Result {
  try {
    const first = read(before, options);
    const second = read(after, { ...options, kind: first.kind });
    const changes = compare(first, second, options.secure);
    // Changes are plain JSON: their type says so property by property.
    return { file, kind: first.kind, ok: changes.length === 0, output: changes.map(change => ({ ...change })) };
  } catch (reason) {
    return failure(file, reason);
  }
}

function compare<K extends DocumentName>(first: ParsedDocument<K>, second: ParsedDocument<K>, secure: boolean) {
  return diffDocuments(first.kind, valueOf(first), valueOf(second), { secure });
}

function valueOf<K extends DocumentName>(document: ParsedDocument<K>): Documents[K] {
  return document.value;
}

function read(bytes: Uint8Array, options: Options): ParsedDocument {
  const isJson = bytes.find(byte => byte > 0x20) === 0x7b; // '{'
  if (!isJson) {
    const reading = { unknown: 'report', inactive: options.inactive } as const;
    return parseDocument(bytes, options.kind === undefined ? reading : { ...reading, kind: options.kind });
  }
  if (options.kind === undefined) throw new VirtError('INVALID_ARG', 'NONE', 'a JSON document needs --kind');
  return documentFromJson(options.kind, bytes);
}

function documentFromJson<K extends DocumentName>(kind: K, bytes: Uint8Array): ParsedDocument<K> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (reason) {
    // Text that is no JSON, or bytes that are no text.
    if (!(reason instanceof SyntaxError || reason instanceof TypeError)) throw reason;
    throw new VirtError('INVALID_ARG', 'NONE', reason.message, { cause: reason });
  }
  return { kind, value: fromJson(kind, json), unknown: [], ignored: [] } as ParsedDocument<K>; // of the kind given
}

function check<K extends DocumentName>(document: ParsedDocument<K>): void {
  validateDocument(document.kind, valueOf(document));
}

function outputOf<K extends DocumentName>(document: ParsedDocument<K>, options: Options): JsonValue | undefined {
  const { inactive, secure } = options;
  switch (options.command) {
    case 'format':
      return formatDocument(document.kind, valueOf(document), { inactive, secure });
    case 'json':
      return toJson(document.kind, valueOf(document), { inactive, secure });
    default:
      return undefined;
  }
}
