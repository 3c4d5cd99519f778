import { type ErrorCode, type ErrorDomain, VirtError } from '@tsvirt/util';
import type { Kind } from './kinds/kind.js';
import { kinds } from './kinds/kind-table.js';
import type { JsonData } from './output/json-text.js';
import { firstLine, printable } from './output/text-width.js';

/** What somebody may do about an error, by its code; for what is not there, the list of its kind. */
const hints: { readonly [C in ErrorCode]?: string } = {
  ...Object.fromEntries(kinds.map(kind => [kind.missing, `'${listCommand(kind)}' shows what there is`])),
  NO_CONNECT: "'tsvirt doctor' says who answers on this host; -c names another",
  AUTH_UNAVAILABLE: "'tsvirt doctor' says what is missing; -c names another daemon",
  OPERATION_DENIED: 'the connection is only for looking: without --read-only it may do more',
  AGENT_UNRESPONSIVE: 'is the guest agent installed and running in the guest?',
};

/** Who speaks of sockets, and not of files. */
const remoteDomains: readonly ErrorDomain[] = ['RPC', 'REMOTE'];

/** Hints for failed calls to sockets, by what the C library's text says of them. */
const systemHints: readonly (readonly [RegExp, string])[] = [
  [/Permission denied/, "'tsvirt doctor' says who may use the socket, and how to get there"],
  [/No such file|Connection refused/, "no daemon is there: 'tsvirt doctor' says who listens, and how to start one"],
];

/**
 * An error as people read it: one line with libvirt's code, and what may be done about it.
 * @param about the object or file that it is about, where there are several
 */
export function errorLine(reason: unknown, about?: string): string {
  const error = VirtError.wrap(reason, 'NONE');
  const hint = hintFor(error);
  // Messages about documents show the place in lines of their own.
  const text = error.code.startsWith('XML_') ? firstLine(error.message) : printable(error.message);
  const subject = about === undefined ? '' : `${printable(about)}: `;
  return `tsvirt: ${subject}${text} (${error.code})${hint === undefined ? '' : `; ${hint}`}\n`;
}

/** The same for programs. */
export function errorJson(reason: unknown): { readonly error: JsonData } {
  const error = VirtError.wrap(reason, 'NONE');
  const { code, codeNumber, domain, message } = error;
  return { error: { code, number: codeNumber, domain, message, hint: hintFor(error) } };
}

function listCommand({ word, plural, owner }: Kind): string {
  if (word === 'domain') return 'tsvirt list';
  return `tsvirt list ${plural}${owner === undefined ? '' : ` ${owner.toUpperCase()}`}`;
}

function hintFor(error: VirtError): string | undefined {
  if (error.code === 'SYSTEM_ERROR' && remoteDomains.includes(error.domain))
    return systemHints.find(([said]) => said.test(error.message))?.[1];
  return hints[error.code];
}
