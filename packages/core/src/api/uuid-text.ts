import { formatUuid, parseUuid, VirtError } from '@tsvirt/util';

/** The canonical form of a UUID's text. @throws VirtError INVALID_ARG for what is none */
export function canonicalUuid(text: string): string {
  return formatUuid(uuidBytes(text));
}

/** A UUID's 16 bytes. @throws VirtError INVALID_ARG for what is none */
export function uuidBytes(text: string): Uint8Array {
  const bytes = parseUuid(text);
  if (bytes === undefined) throw new VirtError('INVALID_ARG', 'NONE', `'${text}' is no UUID`);
  return bytes;
}
