import { isUtf8 } from 'node:buffer';

// Text on the wire is bytes, mostly UTF-8. A byte that isn't part of UTF-8 becomes the lone surrogate U+DC00 + byte
// (Python's "surrogateescape"), which no valid text contains: so names survive a round trip whatever they hold.

const escaped = /(?<![\ud800-\udbff])[\udc80-\udcff]/;

/** Text out of bytes up to the first NUL; bytes that are not UTF-8 become lone surrogates U+DC80 to U+DCFF. */
export function exactText(bytes: Buffer): string {
  const nul = bytes.indexOf(0);
  const shown = nul === -1 ? bytes : bytes.subarray(0, nul);
  if (isUtf8(shown)) return shown.toString('utf8');
  let text = '';
  let start = 0;
  while (start < shown.length) {
    const end = endOfValid(shown, start);
    if (end > start) text += shown.toString('utf8', start, end);
    if (end < shown.length) text += String.fromCharCode(0xdc00 + (shown[end] as number));
    start = end + 1;
  }
  return text;
}

/** Whether text holds bytes that `exactText` escaped. */
export function hasEscapedBytes(text: string): boolean {
  return escaped.test(text);
}

/** The bytes that `exactText` made this text of. */
export function exactBytes(text: string): Buffer {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff && lowSurrogate(text.charCodeAt(at + 1))) {
      at++;
    } else if (code >= 0xdc80 && code <= 0xdcff) {
      if (at > start) parts.push(Buffer.from(text.slice(start, at), 'utf8'));
      parts.push(Buffer.of(code - 0xdc00));
      start = at + 1;
    }
  }
  if (start < text.length) parts.push(Buffer.from(text.slice(start), 'utf8'));
  return Buffer.concat(parts);
}

function lowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Offset of the first byte from `start` on that is not part of a well-formed sequence (Unicode 15, table 3-7). */
function endOfValid(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const length = sequenceLength(bytes[at] as number);
    if (length === 0 || at + length > bytes.length || (length > 1 && !isUtf8(bytes.subarray(at, at + length))))
      return at;
    at += length;
  }
  return at;
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}
