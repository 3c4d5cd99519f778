import net from 'node:net';
import type { Duplex } from 'node:stream';
import { onAbort, VirtError } from '@tsvirt/util';
import { fdsMax, MessageType, packetMin } from '../protocol/packet.js';
import type { XdrWriter } from '../protocol/xdr-writer.js';
import { giveWay, sliceMs, type Yielding } from './fair-turns.js';
import { closeFds, receiveFds, sendFds } from './fd-passing.js';
import { FrameReader } from './framing.js';
import { descriptorOf, onread, type Reading, rebuilt } from './socket-handle.js';
import { SharedPackets } from './shared-packets.js';
import { atTurnEnd, endTurns, type TurnEnd } from './turn-end.js';
import { returnWriter, takeWriter } from './writer-pool.js';

/** Bytes kept for later while processing pauses; beyond it reading stops as well. */
const keptWhilePaused = 65_536;
/** Offsets in a packet: the message type, and the descriptors' count behind the header. */
const typeOffset = 16;
const fdCountOffset = packetMin;
/** Payloads from this size on are written as they are instead of being gathered with others. */
const gathered = 16_384;

const noFds: readonly number[] = [];

/** Bytes and the descriptors that follow them. */
interface FdPacket {
  readonly bytes: Buffer;
  readonly fds: readonly number[];
}

/** Who works with a channel's packets. */
export interface ChannelOwner {
  /** A packet from `start` (its length word) to `end`; the bytes are valid during the call only. */
  packet(buffer: Buffer, start: number, end: number, fds: readonly number[]): void;
  /** Everything that was written has left, after more had piled up than the socket takes. */
  drained(): void;
  /** The connection is gone; `reason` says why when it was not an orderly end. Called once. */
  closed(reason: VirtError | undefined): void;
}

/**
 * One connection's bytes: packets in, packets out. What is written during one turn of the event loop leaves in one
 * write. Both halves, server and client, stand on it.
 */
export class Channel implements TurnEnd, Yielding {
  readonly #owner: ChannelOwner;
  readonly #frames: FrameReader;
  #socket: Duplex | undefined;
  #writer: XdrWriter | undefined;
  /** What goes out in front of whatever the writer gets. */
  readonly #shared = new SharedPackets();
  /** What waits behind descriptors on their way. */
  #held: (Buffer | FdPacket)[] | undefined;
  #ownerPauses = false;
  #awaitsFds = false;
  #gaveWay = false;
  /** When the others have waited long enough, on the clock of `performance.now()`. */
  #sliceEndsMs = 0;
  #inRead = false;
  #flushing = false;
  #exact = false;
  #socketPaused = false;
  #closed = false;
  #reason: VirtError | undefined;
  #lastSignMs = performance.now();

  constructor(owner: ChannelOwner) {
    this.#owner = owner;
    this.#frames = new FrameReader({
      frame: (buffer, start, end, rest) => this.#frame(buffer, start, end, rest),
      badLength: length => this.destroy(protocolBroken(`a packet of ${length} bytes`)),
    });
  }

  /** Takes over an accepted or otherwise connected stream. */
  adopt(stream: Duplex): void {
    const socket = stream instanceof net.Socket ? (rebuilt(stream, this.#reading) ?? stream) : stream;
    this.#wire(socket);
    if (socket === stream) socket.on('data', (chunk: Buffer) => this.#arrived(chunk));
    socket.resume();
  }

  /** Connects; resolves once that succeeded. The channel cannot be used when it failed. */
  connect(target: net.NetConnectOpts, signal?: AbortSignal): Promise<void> {
    const socket = net.connect({ ...target, onread: onread(this.#reading) });
    return new Promise((resolve, reject) => {
      socket.once('connect', () => {
        forget?.();
        socket.off('error', reject);
        this.#wire(socket);
        resolve();
      });
      socket.once('error', reject);
      socket.once('close', () => forget?.());
      const abort = () => socket.destroy(VirtError.aborted(signal?.reason, 'RPC'));
      const forget = signal === undefined ? undefined : onAbort(signal, abort);
    });
  }

  /** The socket's descriptor, for native calls. */
  get descriptor(): number | undefined {
    return descriptorOf(this.#socket);
  }

  /** The peer's address of a network connection. */
  get remoteAddress(): { readonly host: string; readonly port: number } | undefined {
    const socket = this.#socket;
    if (!(socket instanceof net.Socket)) return undefined;
    const { remoteAddress: host, remotePort: port } = socket;
    return host === undefined || port === undefined ? undefined : { host, port };
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /**
   * When the other side last sent something or took all that was sent, on the clock of `performance.now()`; now, while
   * this side does not read.
   */
  get lastSignOfLifeMs(): number {
    return this.#socketPaused ? performance.now() : this.#lastSignMs;
  }

  /** Bytes written that the system has not taken yet. */
  get outgoing(): number {
    let bytes = (this.#socket?.writableLength ?? 0) + (this.#writer?.length ?? 0) + this.#shared.bytes;
    if (this.#held !== undefined)
      for (const item of this.#held) bytes += 'fds' in item ? item.bytes.length : item.length;
    return bytes;
  }

  /** Whether descriptors can be received: from `receiveExactly` on. */
  get passesFds(): boolean {
    return this.#exact;
  }

  /**
   * From here on reads end where packets end, so that descriptors behind a packet can be taken with it. Costs a
   * second read for each packet, hence only once the other side said that it wants to pass descriptors.
   */
  receiveExactly(): void {
    this.#exact = true;
  }

  /** The writer for one or more whole packets; they leave at the end of this turn. */
  writer(): XdrWriter {
    if (this.#writer === undefined) {
      this.#writer = takeWriter();
      this.#shared.moveTo(this.#writer);
      this.#flushLater();
    }
    return this.#writer;
  }

  /**
   * Sends a packet that other channels send as well and nobody changes afterwards, behind all that was written before.
   * @param firstWord what its payload begins with on this channel
   */
  sendShared(packet: Buffer, firstWord?: number): void {
    if (this.#closed) return;
    this.#shared.add(packet, firstWord);
    if (this.#writer === undefined) this.#flushLater();
    else this.#shared.moveTo(this.#writer);
  }

  /** Sends a whole packet that nobody changes afterwards, behind all that was written before. */
  send(packet: Buffer): void {
    if (this.#closed) return;
    if (packet.length < gathered) return this.writer().bytes(packet);
    this.#flush();
    this.#put(packet);
  }

  /** Sends descriptors right behind the packet that was written last in this turn, and closes them. */
  sendFds(fds: readonly number[]): void {
    const writer = this.#writer;
    if (writer === undefined || this.#closed) throw new Error('descriptors travel behind a packet');
    this.#writer = undefined;
    const bytes = writer.copy();
    returnWriter(writer);
    this.#put({ bytes, fds });
  }

  /** Stops handing on packets until `resume`; what still arrives is kept, up to a bound. */
  pause(): void {
    this.#ownerPauses = true;
    this.#frames.pause();
  }

  resume(): void {
    this.#ownerPauses = false;
    this.#proceed();
  }

  /** Sends what is written and closes in order. */
  end(): void {
    if (this.#closed) return;
    this.#flush();
    this.#frames.stop();
    const socket = this.#socket;
    if (socket instanceof net.Socket) socket.destroySoon();
    else socket?.end(() => socket.destroy());
  }

  /** Closes at once. */
  destroy(reason?: VirtError): void {
    if (this.#closed) return;
    this.#reason ??= reason;
    this.#frames.stop();
    this.#socket?.destroy();
    if (this.#socket === undefined) this.#ended();
  }

  readonly #reading: Reading = {
    // While frames wait unprocessed one of them may be the one that asks for exact reads.
    limit: () => (this.#exact || this.#frames.paused ? this.#frames.wanted() : undefined),
    received: chunk => this.#arrived(chunk),
  };

  #wire(socket: Duplex): void {
    this.#socket = socket;
    socket.on('error', reason => {
      // A stream that is no socket may know better why.
      this.#reason ??= VirtError.is(reason) ? reason : VirtError.system(reason, 'RPC', 'connection lost');
    });
    socket.on('drain', () => {
      this.#lastSignMs = performance.now();
      this.#owner.drained();
    });
    // The other side has finished: so have we, whatever is still to be sent.
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#ended());
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#frames.stop();
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer !== undefined) returnWriter(writer);
    this.#shared.clear();
    for (const item of this.#held ?? []) if ('fds' in item) closeFds(item.fds);
    this.#held = undefined;
    this.#owner.closed(this.#reason);
  }

  #arrived(chunk: Buffer): boolean {
    this.#lastSignMs = performance.now();
    this.#sliceEndsMs = this.#lastSignMs + sliceMs();
    this.#inRead = true;
    this.#frames.push(chunk);
    this.#inRead = false;
    endTurns();
    this.#flush();
    if (this.#frames.paused && (this.#exact || this.#frames.kept > keptWhilePaused)) {
      this.#socketPaused = true;
      this.#socket?.pause();
      return false;
    }
    return true;
  }

  #frame(buffer: Buffer, start: number, end: number, rest: number): void {
    this.#packet(buffer, start, end);
    if (rest < packetMin || this.#gaveWay || performance.now() < this.#sliceEndsMs) return;
    this.#gaveWay = true;
    this.#frames.pause();
    giveWay(this);
  }

  proceedInTurn(): void {
    this.#gaveWay = false;
    this.#proceed();
  }

  #packet(buffer: Buffer, start: number, end: number): void {
    const type = buffer.readInt32BE(start + typeOffset);
    if (type !== MessageType.callWithFds && type !== MessageType.replyWithFds)
      return this.#owner.packet(buffer, start, end, noFds);
    const count = end - start < fdCountOffset + 4 ? 0 : buffer.readUInt32BE(start + fdCountOffset);
    if (count === 0) return this.#owner.packet(buffer, start, end, noFds);
    if (count > fdsMax) return this.destroy(protocolBroken(`${count} descriptors with one packet`));
    // Without exact reads the descriptors are lost already, and their bytes are mixed into what follows.
    if (!this.#exact) return this.destroy(protocolBroken('descriptors that were not agreed on'));
    this.#awaitFds(Buffer.from(buffer.subarray(start, end)), count);
  }

  #awaitFds(packet: Buffer, count: number): void {
    this.#awaitsFds = true;
    this.#frames.pause();
    receiveFds(() => this.descriptor, count).then(
      fds => {
        this.#awaitsFds = false;
        if (this.#closed) return closeFds(fds);
        this.#owner.packet(packet, 0, packet.length, fds);
        this.#proceed();
      },
      (reason: unknown) => this.destroy(VirtError.wrap(reason, 'RPC')),
    );
  }

  #proceed(): void {
    if (this.#closed || this.#ownerPauses || this.#awaitsFds || this.#gaveWay) return;
    this.#sliceEndsMs = performance.now() + sliceMs();
    this.#frames.resume();
    if (this.#socketPaused && !this.#frames.paused && !this.#closed) {
      this.#socketPaused = false;
      this.#socket?.resume();
    }
  }

  endTurn(): void {
    this.#flushing = false;
    this.#flush();
  }

  #flushLater(): void {
    if (this.#inRead || this.#flushing) return;
    this.#flushing = true;
    atTurnEnd(this);
  }

  #flush(): void {
    let writer = this.#writer;
    this.#writer = undefined;
    if (writer === undefined) {
      if (this.#shared.bytes === 0) return;
      writer = takeWriter();
      this.#shared.moveTo(writer);
    }
    if (writer.length > 0 && this.#leaveInPlace(writer)) return;
    returnWriter(writer);
  }

  /**
   * Sends what is written: from the writer's own memory as long as the socket takes it at once, which is nearly always.
   * @returns whether the socket keeps that memory
   */
  #leaveInPlace(writer: XdrWriter): boolean {
    const socket = this.#socket;
    const takesAtOnce = socket instanceof net.Socket && !('encrypted' in socket) && socket.writableLength === 0;
    if (!takesAtOnce || !socket.writable || this.#held !== undefined) {
      this.#put(writer.copy());
      return false;
    }
    socket.write(writer.view());
    return socket.writableLength > 0;
  }

  #put(item: Buffer | FdPacket): void {
    if (this.#held !== undefined) this.#held.push(item);
    else if (this.#socket?.writable !== true) closeFds('fds' in item ? item.fds : noFds);
    else if (!('fds' in item)) this.#socket.write(item);
    else {
      this.#held = [];
      this.#socket.write(item.bytes, failed => {
        if (failed) return closeFds(item.fds);
        sendFds(() => this.descriptor, item.fds).then(
          () => this.#release(),
          (reason: unknown) => this.destroy(VirtError.wrap(reason, 'RPC')),
        );
      });
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const item of held) this.#put(item);
  }
}

function protocolBroken(what: string): VirtError {
  return new VirtError('RPC', 'RPC', `the peer sent ${what}`);
}
