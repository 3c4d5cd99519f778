import { type DocumentName, type Documents, documents, fromJson, parseDocument } from '@tsvirt/conf';
import { VirtError } from '@tsvirt/util';
import { readFileBytes } from '@tsvirt/util/host';
import type { Input } from '../output/terminal.js';
import { UsageError } from '../usage-error.js';

/** A document of some kind, as it shall be. */
export type Wanted = { readonly [K in DocumentName]: { readonly kind: K; readonly value: Documents[K] } }[DocumentName];

/** No document may be larger. */
const maxBytes = 10_000_000;

/**
 * Reads a document: XML, whose root element tells its kind, or JSON of a kind that is given.
 * @param file `-` for standard input
 * @param kind that the document must be of
 * @param jsonKind that JSON is of where `kind` says nothing
 * @throws VirtError XML_DETAIL, XML_ERROR and others that say where it is wrong; UsageError for JSON without a kind
 */
export async function readDocument(
  file: string,
  kind: DocumentName | undefined,
  stdin: Input,
  jsonKind: DocumentName | undefined = kind,
): Promise<Wanted> {
  const bytes = file === '-' ? await readAll(stdin) : await readFileBytes(file, { maxBytes });
  if (bytes === undefined) throw VirtError.system('ENOENT', 'NONE', `cannot open file '${file}'`);
  const isJson = bytes.find(byte => byte > 0x20) === 0x7b; // '{'
  if (isJson) {
    const known = kind ?? jsonKind;
    if (known === undefined) throw new UsageError(`'${file}' is JSON: --kind has to say of what`);
    return fromJsonText(known, bytes.toString('utf8'));
  }
  const read = kind === undefined ? parseDocument(bytes) : parseDocument(bytes, { kind });
  return wanted(read.kind, read.value);
}

/** The XML of a document, with passwords. */
export function xmlOf({ kind, value }: Wanted): string {
  return writtenAs(kind, value);
}

/** Pairs a value with its kind. */
export function wanted<K extends DocumentName>(kind: K, value: Documents[DocumentName] & Documents[K]): Wanted;
export function wanted(kind: DocumentName, value: Documents[DocumentName]): Wanted;
export function wanted(kind: DocumentName, value: Documents[DocumentName]): Wanted {
  return { kind, value } as Wanted; // every caller has the value from the reader of that very kind
}

function writtenAs<K extends DocumentName>(kind: K, value: Documents[DocumentName]): string {
  // `Wanted` pairs each kind with its value.
  return documents[kind].format(value as Documents[K], { secure: true });
}

function fromJsonText(kind: DocumentName, text: string): Wanted {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (reason) {
    if (!(reason instanceof SyntaxError)) throw reason;
    throw new VirtError('INVALID_ARG', 'NONE', reason.message, { cause: reason });
  }
  return wanted(kind, fromJson(kind, json));
}

async function readAll(stdin: Input): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) throw new VirtError('XML_ERROR', 'XML', `standard input is larger than ${maxBytes} bytes`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
