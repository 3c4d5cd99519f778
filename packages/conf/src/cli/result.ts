import { VirtError } from '@tsvirt/util';
import { XmlFault } from '@tsvirt/util/xml';
import type { DocumentName } from '../documents/index.js';
import type { JsonValue } from '../json/index.js';
import { DocumentFault, type IgnoredPart } from '../kernel/index.js';

/** What came of one file. */
export interface Result {
  readonly file: string;
  readonly kind?: DocumentName;
  readonly ok: boolean;
  /** Of the error: libvirt's name of its code, the whole message, and the place where that is known. */
  readonly code?: string;
  readonly message?: string;
  readonly line?: number;
  readonly column?: number;
  /** The document, in the form that was asked for, or the list of changes. */
  readonly output?: JsonValue;
  readonly ignored?: readonly IgnoredPart[];
}

/** The result for a file that failed. Anything but a VirtError is a mistake of ours and goes on. */
export function failure(file: string, reason: unknown, known: Partial<Result> = {}): Result {
  if (!VirtError.is(reason)) throw reason;
  return { ...known, file, ok: false, code: reason.code, message: reason.message, ...placeOf(reason.cause) };
}

function placeOf(cause: unknown): { line: number; column: number } | undefined {
  if (!(cause instanceof DocumentFault || cause instanceof XmlFault)) return undefined;
  return { line: cause.line, column: cause.column };
}

/** Lines for people: `file:line:column: ...`. */
export function messages({ file, message, line = 1, column = 1, ignored = [], ok }: Result): string[] {
  const lines = ignored.map(({ path, line: at, column: from, nearest, repeats }) => {
    const hint = nearest === undefined ? '' : `, perhaps '${nearest}' was meant`;
    const what = repeats === true ? 'is a repetition' : 'is unknown';
    return `${file}:${at}:${from}: ${ok ? 'warning' : 'note'}: ${path} ${what} and would be ignored${hint}`;
  });
  if (message !== undefined) lines.unshift(`${file}:${line}:${column}: error: ${message}`);
  return lines.map(printable);
}

/** What documents say must not reach the terminal as commands. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, char => (char === '\n' || char === '\t' ? char : '?'));
}
