import { packetMin } from '../protocol/packet.js';
import type { XdrWriter } from '../protocol/xdr-writer.js';

interface Entry {
  readonly packet: Buffer;
  readonly firstWord: number | undefined;
}

/** Packets that one connection sends as others do, apart from a word: kept as they are until they leave, not as copies. */
export class SharedPackets {
  #entries: Entry[] = [];
  #bytes = 0;

  /** Bytes of all of them. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @param firstWord what the payload begins with on this connection */
  add(packet: Buffer, firstWord: number | undefined): void {
    this.#entries.push({ packet, firstWord });
    this.#bytes += packet.length;
  }

  /** Writes them, in the order in which they came, and forgets them. */
  moveTo(writer: XdrWriter): void {
    for (const { packet, firstWord } of this.#entries) {
      const start = writer.length;
      writer.bytes(packet);
      if (firstWord !== undefined) writer.patch(start + packetMin, firstWord);
    }
    this.clear();
  }

  clear(): void {
    this.#entries = [];
    this.#bytes = 0;
  }
}
