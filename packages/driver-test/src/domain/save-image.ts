import { open, readFile, writeFile } from 'node:fs/promises';
import { VirtError } from '@tsvirt/util';
import { type Definition, readDefinition, writeDefinition } from './definition.js';

/** What files of the mock hypervisor begin with, its final zero included. */
const magic = Buffer.from('TestGuestMagic\0', 'latin1');
/** Behind it: the length of the document, little-endian. */
const headerLength = magic.length + 4;
/** Behind the document of a guest that stays paused when it is restored. libvirt's mock writes nothing there. */
const pausedMark = Buffer.from('paused\0', 'latin1');
const maxDocument = 16 * 1024 * 1024;

/**
 * Saves a guest to a file: magic, length, live definition.
 * @param paused whether it stays paused when it is restored
 * @throws VirtError SYSTEM_ERROR
 */
export async function writeSaveImage(
  path: string,
  definition: Definition,
  id: number,
  signal?: AbortSignal,
  paused = false,
): Promise<void> {
  const xml = writeDefinition(definition, { id, inactive: false, secure: true, migratable: false });
  const image = paused ? Buffer.concat([imageOf(xml), pausedMark]) : imageOf(xml);
  await write(path, image, `saving domain '${definition.name}' to '${path}'`, signal);
}

/**
 * Puts another document into an image that exists.
 * @throws VirtError SYSTEM_ERROR, INTERNAL_ERROR for a file that is no image; what the document's reading throws
 */
export async function replaceDocument(path: string, document: string, signal?: AbortSignal): Promise<void> {
  await readSaveImage(path, signal);
  const definition = readDefinition(document);
  const xml = writeDefinition(definition, { id: -1, inactive: true, secure: true, migratable: false });
  await write(path, imageOf(xml), `saving domain '${definition.name}' to '${path}'`, signal);
}

/**
 * The definition that an image holds.
 * @throws VirtError SYSTEM_ERROR, INTERNAL_ERROR for a file that is no image
 */
export async function readSaveImage(path: string, signal?: AbortSignal): Promise<Definition> {
  return (await readSavedGuest(path, signal)).definition;
}

/** A guest in a file, and whether it stays paused when it is restored. */
export interface ImagedGuest {
  readonly definition: Definition;
  readonly paused: boolean;
}

/** As `readSaveImage`, with all that the file says. */
export async function readSavedGuest(path: string, signal?: AbortSignal): Promise<ImagedGuest> {
  const { xml, rest } = await readImage(path, signal);
  return { definition: readDefinition(xml), paused: rest.equals(pausedMark) };
}

/**
 * Writes what stands for a guest's memory.
 * @throws VirtError SYSTEM_ERROR
 */
export async function writeCoreDump(path: string, name: string, signal?: AbortSignal): Promise<void> {
  await write(path, magic, `domain '${name}' coredump to ${path}`, signal);
}

function imageOf(xml: string): Buffer {
  const document = Buffer.from(xml);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(document.length);
  return Buffer.concat([magic, length, document]);
}

async function write(path: string, data: Buffer, what: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await writeFile(path, data, { mode: 0o600, ...(signal === undefined ? {} : { signal }) });
  } catch (reason) {
    throw VirtError.system(reason, 'TEST', what);
  }
}

async function readImage(
  path: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly xml: string; readonly rest: Buffer }> {
  const file = await read(path, signal);
  if (file.length < magic.length) throw short('incomplete save header', path);
  if (!file.subarray(0, magic.length).equals(magic))
    throw new VirtError('INTERNAL_ERROR', 'TEST', `'${path}' is no saved guest: mismatched header magic`);
  if (file.length < headerLength) throw short('no length of a document', path);
  const length = file.readInt32LE(magic.length);
  if (length < 1 || length > maxDocument)
    throw new VirtError('INTERNAL_ERROR', 'TEST', `length ${length} of the document in '${path}' is out of range`);
  if (length > file.length - headerLength) throw short(`less than the ${length} bytes of a document`, path);
  const end = headerLength + length;
  return { xml: file.toString('utf8', headerLength, end), rest: file.subarray(end) };
}

/** A file that ends too soon is one that the system could not read. */
function short(what: string, path: string): VirtError {
  return new VirtError('SYSTEM_ERROR', 'TEST', `${what} in '${path}'`);
}

async function read(path: string, signal: AbortSignal | undefined): Promise<Buffer> {
  try {
    // The size is looked at before the file is read: the path is a caller's, and may name anything.
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > maxDocument) throw new VirtError('INTERNAL_ERROR', 'TEST', `'${path}' is too large for a saved guest`);
    } finally {
      await handle.close();
    }
    return await readFile(path, signal === undefined ? {} : { signal });
  } catch (reason) {
    if (VirtError.is(reason)) throw reason;
    throw VirtError.system(reason, 'TEST', `cannot read domain image '${path}'`);
  }
}
