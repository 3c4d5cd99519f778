import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { VirtError } from '@tsvirt/util';

/** No document may be larger (see `readXml`). */
const maxBytes = 10_000_000;

/**
 * Reads a whole file, or standard input for `-`.
 * @throws XML_ERROR for more than 10,000,000 bytes, SYSTEM_ERROR for what cannot be read
 */
export async function readInput(file: string, stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of file === '-' ? stdin : createReadStream(file)) {
      const bytes: Buffer = Buffer.from(chunk);
      length += bytes.length;
      if (length > maxBytes) break;
      chunks.push(bytes);
    }
  } catch (reason) {
    if (!(reason instanceof Error && 'code' in reason)) throw reason;
    throw new VirtError('SYSTEM_ERROR', 'NONE', reason.message, { cause: reason });
  }
  if (length > maxBytes) throw new VirtError('XML_ERROR', 'XML', `larger than ${maxBytes} bytes`);
  return Buffer.concat(chunks);
}
