import { malformed, type XmlOrigin } from './fault.js';

const declaredEncoding = /^<\?xml[ \t\r\n][^>]*?[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*(?:"([\w.:-]+)"|'([\w.:-]+)')/;

/** Encodings whose name means UTF-8 here: a UTF-16 document has its byte order mark or shows zero bytes. */
const utf8Names = new Set(['utf-8', 'utf8', 'utf-16', 'utf16', 'ucs-2', 'iso-10646-ucs-2']);
const latin1Names = new Set(['iso-8859-1', 'iso8859-1', 'iso_8859-1', 'latin1', 'l1']);
const asciiNames = new Set(['us-ascii', 'ascii', 'ansi_x3.4-1968']);

/** The name in an XML declaration at the start of a text; absent: the document does not say. */
export function encodingDeclared(source: string): string | undefined {
  const match = declaredEncoding.exec(source.charCodeAt(0) === 0xfeff ? source.slice(1, 256) : source.slice(0, 256));
  return match?.[1] ?? match?.[2];
}

/** Whether {@link decodeXml} could read bytes in an encoding of this name. */
export function isKnownEncoding(name: string): boolean {
  const lower = name.toLowerCase();
  return utf8Names.has(lower) || latin1Names.has(lower) || asciiNames.has(lower) || decoderFor(lower) !== undefined;
}

/**
 * The characters of a document given as bytes: by its byte order mark, else by the encoding it declares, else
 * UTF-8 (XML 1.0, appendix F).
 * @throws XML_DETAIL at the first byte that is not of the encoding, or for an encoding that is not known
 */
export function decodeXml(bytes: Uint8Array, origin: XmlOrigin): string {
  const [b0 = -1, b1 = -1, b2 = -1, b3 = -1] = bytes;
  if (b0 === 0xfe && b1 === 0xff) return decodeAs('utf-16be', bytes, origin);
  if (b0 === 0xff && b1 === 0xfe) return decodeAs('utf-16le', bytes, origin);
  if (b0 === 0 && b1 === 0x3c && b2 === 0 && b3 === 0x3f) return decodeAs('utf-16be', bytes, origin);
  if (b0 === 0x3c && b1 === 0 && b2 === 0x3f && b3 === 0) return decodeAs('utf-16le', bytes, origin);
  const marked = b0 === 0xef && b1 === 0xbb && b2 === 0xbf;
  const name = marked ? undefined : encodingDeclared(latin1(bytes.subarray(0, 256)))?.toLowerCase();
  if (name === undefined || utf8Names.has(name)) return decodeAs('utf-8', bytes, origin);
  if (latin1Names.has(name)) return latin1(bytes);
  if (asciiNames.has(name)) {
    const bad = bytes.findIndex(byte => byte > 0x7f);
    if (bad !== -1) throw malformed(latin1(bytes), bad, `Input is not proper ${name}`, origin);
    return latin1(bytes);
  }
  return decodeAs(name, bytes, origin);
}

function decodeAs(name: string, bytes: Uint8Array, origin: XmlOrigin): string {
  const decoder = decoderFor(name);
  if (decoder === undefined) throw malformed(latin1(bytes.subarray(0, 256)), 0, `Unsupported encoding ${name}`, origin);
  try {
    return decoder.decode(bytes);
  } catch {
    // A TypeError that says only "not valid": the place is looked up below.
    const lossy = new TextDecoder(name).decode(bytes);
    throw malformed(lossy, firstReplacement(name, lossy, bytes), `Input is not proper ${name.toUpperCase()}`, origin);
  }
}

/** A decoder that refuses what is not of the encoding; absent: there is no such encoding. */
function decoderFor(name: string): { decode(bytes: Uint8Array): string } | undefined {
  try {
    return new TextDecoder(name, { fatal: true });
  } catch {
    // A RangeError: no such encoding.
    return undefined;
  }
}

/** Index of the first U+FFFD that stands for a fault; those that the document itself holds are passed over. */
function firstReplacement(name: string, lossy: string, bytes: Uint8Array): number {
  let at = lossy.indexOf('\ufffd');
  if (name !== 'utf-8') return Math.max(at, 0);
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let from = 0;
  const encoder = new TextEncoder();
  while (at !== -1) {
    offset += encoder.encode(lossy.slice(from, at)).length;
    if (!(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return at;
    from = at;
    at = lossy.indexOf('\ufffd', at + 1);
  }
  return lossy.length;
}

/** Each byte as the character of its number; TextDecoder's "latin1" is windows-1252. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
