import { XdrWriter } from '../protocol/xdr-writer.js';

const spare: XdrWriter[] = [];
/** Writers kept between uses. Connections are many, those with something to send at one moment are few. */
const keptWriters = 16;
/** A writer that grew beyond this is not kept. */
const keptSize = 256 * 1024;

/** An empty writer; give it back with `returnWriter`. */
export function takeWriter(): XdrWriter {
  return spare.pop() ?? new XdrWriter();
}

/** Takes a writer back. Nobody may hold views of it any more. */
export function returnWriter(writer: XdrWriter): void {
  if (spare.length >= keptWriters || writer.length > keptSize) return;
  writer.reset();
  spare.push(writer);
}
