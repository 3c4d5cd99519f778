import { VirtError } from '@tsvirt/util';

/**
 * What stands at the head of a file that a QEMU guest is saved to (virQEMUSaveHeader): 92 bytes in the byte order of the
 * host, then the document and a cookie, each ended by a zero, then the guest's memory.
 */
export interface SaveImageHead {
  /** The live definition of the guest, secrets included. */
  readonly xml: string;
  /** What the driver needs besides, as a document of its own. */
  readonly cookie?: string | undefined;
  /** Whether the guest goes on by itself when it is restored. */
  readonly wasRunning: boolean;
  /** How the memory is packed. */
  readonly compression: SaveCompression;
  /** An image that is still being written, or whose writing failed: it cannot be restored. */
  readonly isPartial?: boolean;
}

/** Programs that pack a guest's memory, in the order of their numbers. */
export const saveCompressions = ['raw', 'gzip', 'bzip2', 'xz', 'lzop'] as const;
/** One of {@link saveCompressions}. */
export type SaveCompression = (typeof saveCompressions)[number];

const magic = 'LibvirtQemudSave';
const partialMagic = 'LibvirtQemudPart';
const version = 2;
/** Length of the fixed part in bytes. */
export const saveHeaderLength = 92;
const longestDocument = 16 * 1024 * 1024;

/** Where the numbers are behind the magic. */
const at = { version: 16, dataLength: 20, wasRunning: 24, compression: 28, cookieOffset: 32 } as const;

/**
 * Writes the head of an image.
 * @param space bytes to leave for the document and the cookie, so that a longer one fits in later; as many as they need
 * unless given, and never fewer
 */
export function formatSaveHead(head: SaveImageHead, space = 0): Uint8Array {
  const encoder = new TextEncoder();
  const xml = encoder.encode(`${head.xml}\0`);
  const cookie = head.cookie === undefined ? new Uint8Array() : encoder.encode(`${head.cookie}\0`);
  const length = Math.max(xml.length + cookie.length, space);
  const bytes = new Uint8Array(saveHeaderLength + length);
  bytes.set(encoder.encode(head.isPartial === true ? partialMagic : magic));
  const view = new DataView(bytes.buffer);
  const put = (offset: number, value: number) => view.setUint32(offset, value, true);
  put(at.version, version);
  put(at.dataLength, length);
  put(at.wasRunning, head.wasRunning ? 1 : 0);
  put(at.compression, saveCompressions.indexOf(head.compression));
  put(at.cookieOffset, head.cookie === undefined ? 0 : xml.length);
  bytes.set(xml, saveHeaderLength);
  bytes.set(cookie, saveHeaderLength + xml.length);
  return bytes;
}

function broken(what: string): VirtError {
  return new VirtError('OPERATION_FAILED', 'QEMU', what);
}

/** The head of an image, and where the guest's memory begins. */
export interface ReadSaveHead extends SaveImageHead {
  readonly memoryOffset: number;
}

/**
 * How many bytes the head of an image has, by its fixed part: `formatSaveHead` and `parseSaveHead` deal with so many.
 * @throws OPERATION_FAILED for what is no image, or one of a later version
 */
export function saveHeadLength(start: Uint8Array): number {
  if (start.length < saveHeaderLength) throw broken('failed to read qemu header: the file is too short');
  const name = new TextDecoder('latin1').decode(start.subarray(0, magic.length));
  if (name !== magic && name !== partialMagic) throw broken('image magic is incorrect');
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const isLittle = view.getUint32(at.version, true) <= 0xffff;
  const found = view.getUint32(at.version, isLittle);
  if (found > version) throw broken(`image version is not supported (${found} > ${version})`);
  const length = view.getUint32(at.dataLength, isLittle);
  if (length === 0 || length > longestDocument) throw broken(`invalid header data length: ${length}`);
  return saveHeaderLength + length;
}

/**
 * Reads the head of an image.
 * @param bytes the file's beginning, at least `saveHeadLength` bytes of it
 * @throws OPERATION_FAILED for what is no image, is cut off, or of a later version
 */
export function parseSaveHead(bytes: Uint8Array): ReadSaveHead {
  const memoryOffset = saveHeadLength(bytes);
  if (bytes.length < memoryOffset) throw broken('failed to read domain XML: the file is too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = view.getUint32(at.version, true) <= 0xffff;
  const number = (offset: number) => view.getUint32(offset, isLittle);
  const compression = saveCompressions[number(at.compression)];
  if (compression === undefined) throw broken(`Invalid compressed save format ${number(at.compression)}`);
  const data = bytes.subarray(saveHeaderLength, memoryOffset);
  const cookieOffset = number(at.cookieOffset);
  if (cookieOffset >= data.length) throw broken(`invalid cookie offset: ${cookieOffset}`);
  return {
    xml: textAt(data, 0),
    ...(cookieOffset > 0 && { cookie: textAt(data, cookieOffset) }),
    wasRunning: number(at.wasRunning) !== 0,
    compression,
    isPartial: bytes[12] === partialMagic.charCodeAt(12),
    memoryOffset,
  };
}

function textAt(data: Uint8Array, start: number): string {
  const end = data.indexOf(0, start);
  if (end < 0) throw broken('document in the image has no end');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data.subarray(start, end));
  } catch (reason) {
    throw new VirtError('OPERATION_FAILED', 'QEMU', 'document in the image is not UTF-8', { cause: reason });
  }
}
