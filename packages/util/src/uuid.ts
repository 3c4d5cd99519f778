/** A UUID in its text form: 36 characters, lower case, hyphens at 8-4-4-4-12. */
export type Uuid = string;

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * Reads a UUID the way libvirt does: 32 hex digits of either case, white space around them, and between any two
 * bytes any number of hyphens and blanks, or none.
 * @returns 16 bytes, or undefined when the text is not a UUID
 */
export function parseUuid(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(16);
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  for (let filled = 0; filled < 16; ) {
    if (text[at] === '-' || text[at] === ' ') {
      at++;
      continue;
    }
    const high = hexValue(text.charCodeAt(at));
    const low = hexValue(text.charCodeAt(at + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[filled++] = high * 16 + low;
    at += 2;
  }
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at === text.length ? bytes : undefined;
}

/** The canonical text of 16 bytes. A plain Error for another length: the caller's mistake. */
export function formatUuid(bytes: Uint8Array): Uuid {
  if (bytes.length !== 16) throw new Error(`a UUID has 16 bytes, not ${bytes.length}`);
  let text = '';
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += hexBytes[bytes[index] ?? 0];
  }
  return text;
}

/** The canonical form of a UUID written in any way that libvirt reads, or undefined when it is none. */
export function normalizeUuid(text: string): Uuid | undefined {
  const bytes = parseUuid(text);
  return bytes === undefined ? undefined : formatUuid(bytes);
}

/** A fresh random UUID (version 4, RFC 4122). */
export function randomUuid(): Uuid {
  return globalThis.crypto.randomUUID();
}

/** Whether all bytes are equal: such a UUID (all zeros, all ones) identifies nothing and hosts may not report it. */
export function isDegenerateUuid(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === bytes[0]);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 12 || code === 13;
}

/** The value of a hex digit, -1 for any other character and for the NaN past the end. */
function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  return -1;
}
