import { type ErrorCode, VirtError } from '@tsvirt/util';
import type { JsonData } from './output/json-text.js';
import { printable } from './output/text-width.js';

/** What somebody may do about an error, by its code. */
const hints: { readonly [C in ErrorCode]?: string } = {
  NO_DOMAIN: "'tsvirt list' shows what there is",
  NO_NETWORK: "'tsvirt list networks' shows what there is",
  NO_STORAGE_POOL: "'tsvirt list pools' shows what there is",
  NO_STORAGE_VOL: "'tsvirt list volumes POOL' shows what there is",
  NO_SECRET: "'tsvirt list secrets' shows what there is",
  NO_NODE_DEVICE: "'tsvirt list devices' shows what there is",
  NO_INTERFACE: "'tsvirt list interfaces' shows what there is",
  NO_NWFILTER: "'tsvirt list filters' shows what there is",
  NO_DOMAIN_SNAPSHOT: "'tsvirt list snapshots DOMAIN' shows what there is",
  NO_CONNECT: "'tsvirt doctor' says who answers on this host; -c names another",
  AUTH_UNAVAILABLE: "'tsvirt doctor' says what is missing; -c names another daemon",
  OPERATION_DENIED: 'the connection is only for looking: without --read-only it may do more',
  AGENT_UNRESPONSIVE: 'is the guest agent installed and running in the guest?',
};

/** Hints for failed system calls, by what the C library's text says of them. */
const systemHints: readonly (readonly [RegExp, string])[] = [
  [/Permission denied/, "'tsvirt doctor' says who may use the socket, and how to get there"],
  [/No such file|Connection refused/, "no daemon is there: 'tsvirt doctor' says who listens, npx tsvirtd starts one"],
];

/** An error as people read it: one line with libvirt's code, and what may be done about it. */
export function errorLine(reason: unknown): string {
  const error = VirtError.wrap(reason, 'NONE');
  const hint = hintFor(error);
  return `tsvirt: ${printable(error.message)} (${error.code})${hint === undefined ? '' : `; ${hint}`}\n`;
}

/** The same for programs. */
export function errorJson(reason: unknown): { readonly error: JsonData } {
  const { code, codeNumber, domain, message } = VirtError.wrap(reason, 'NONE');
  return { error: { code, number: codeNumber, domain, message, hint: hintFor(VirtError.wrap(reason, 'NONE')) } };
}

function hintFor(error: VirtError): string | undefined {
  if (error.code === 'SYSTEM_ERROR') return systemHints.find(([said]) => said.test(error.message))?.[1];
  return hints[error.code];
}
