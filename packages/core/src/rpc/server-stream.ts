import { VirtError } from '@tsvirt/util';
import type { StreamChunk, StreamEnd } from '../contract/index.js';
import { streamChunkMax } from '../protocol/packet.js';
import { StreamInbox } from './stream-inbox.js';

/** What a stream needs of its session. */
export interface StreamCarrier {
  /** One packet: `status` CONTINUE carries bytes (none: end of data), OK confirms, ERROR carries the error. */
  sendData(stream: ServerStream, data: Uint8Array): void;
  sendHole(stream: ServerStream, length: bigint): void;
  sendOk(stream: ServerStream): void;
  sendError(stream: ServerStream, error: VirtError): void;
  /** Resolves when the client has taken enough; rejects when it is gone. */
  writable(): Promise<void>;
  /** A stream keeps more than its window allows, or no longer does. */
  pressure(full: boolean): void;
  /** The stream is over: its serial is free. */
  ended(stream: ServerStream): void;
}

/**
 * The server's end of a stream. It is over when the client's finish was answered, when the client aborted, or when
 * the handler failed; packets for it are dropped from then on.
 */
export class ServerStream implements StreamEnd {
  readonly programId: number;
  readonly programVersion: number;
  readonly procedure: number;
  readonly serial: number;
  readonly #direction: 'read' | 'write';
  readonly #sparse: boolean;
  readonly #carrier: StreamCarrier;
  readonly #abort = new AbortController();
  readonly #inbox: StreamInbox;
  /** The handler has returned. */
  #served = false;
  #finishing = false;
  #sentEnd = false;
  #over = false;

  constructor(
    id: { programId: number; programVersion: number; procedure: number; serial: number },
    direction: 'read' | 'write',
    sparse: boolean,
    carrier: StreamCarrier,
  ) {
    this.programId = id.programId;
    this.programVersion = id.programVersion;
    this.procedure = id.procedure;
    this.serial = id.serial;
    this.#direction = direction;
    this.#sparse = sparse;
    this.#carrier = carrier;
    this.#inbox = new StreamInbox(full => carrier.pressure(full));
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Runs the handler's part. Never rejects: what it throws goes to the client. */
  async run(serve: (stream: StreamEnd) => Promise<void>, wrap: (reason: unknown) => VirtError): Promise<void> {
    try {
      await serve(this);
      this.#inbox.discard();
      if (this.#over) return;
      this.#served = true;
      if (this.#direction === 'read') this.#sendEnd();
      if (this.#finishing) this.#confirm();
    } catch (reason) {
      this.#inbox.discard();
      if (!this.#over) this.fail(wrap(reason));
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamChunk> {
    return this.#inbox;
  }

  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += streamChunkMax) {
      this.#checkOpen();
      this.#carrier.sendData(this, data.subarray(at, at + streamChunkMax));
      await this.#carrier.writable();
    }
    this.#checkOpen();
  }

  async writeHole(length: bigint): Promise<void> {
    this.#checkOpen();
    if (!this.#sparse) throw new VirtError('INTERNAL_ERROR', 'STREAMS', 'the call did not allow holes');
    this.#carrier.sendHole(this, length);
    await this.#carrier.writable();
  }

  end(): Promise<void> {
    if (!this.#over) this.#sendEnd();
    return Promise.resolve();
  }

  /** The client sent bytes; they are the stream's own from here on. */
  received(data: Buffer): void {
    if (data.length > 0) this.#inbox.push({ kind: 'data', data });
  }

  receivedHole(length: bigint): void {
    if (!this.#sparse || length < 0n) {
      this.fail(new VirtError('RPC', 'RPC', 'unexpected stream hole'));
      return;
    }
    this.#inbox.push({ kind: 'hole', length });
  }

  /** The client is done. What it wrote must be through before it hears so; what it wanted to read no longer matters. */
  finish(): void {
    this.#finishing = true;
    this.#inbox.end();
    if (this.#served || this.#direction === 'read') this.#confirm();
  }

  /** The client wants the stream no more. */
  abort(): void {
    this.#carrier.sendOk(this);
    this.#close(new VirtError('OPERATION_ABORTED', 'STREAMS', 'the client aborted the stream'));
  }

  /** The client is gone. */
  lost(reason: VirtError): void {
    this.#close(reason);
  }

  #confirm(): void {
    this.#carrier.sendOk(this);
    this.#close(new VirtError('OPERATION_ABORTED', 'STREAMS', 'the stream is finished'));
  }

  /** The stream cannot go on: the client gets the error. */
  fail(error: VirtError): void {
    if (this.#over) return;
    this.#carrier.sendError(this, error);
    this.#close(error);
  }

  #close(reason: VirtError): void {
    if (this.#over) return;
    this.#over = true;
    this.#carrier.ended(this);
    // A handler that is through hears nothing of the end; one at work must let go.
    this.#inbox.end(this.#finishing ? undefined : reason);
    if (!this.#served) this.#abort.abort(reason);
  }

  #sendEnd(): void {
    if (this.#sentEnd) return;
    this.#sentEnd = true;
    this.#carrier.sendData(this, new Uint8Array(0));
  }

  #checkOpen(): void {
    if (this.#over) throw VirtError.aborted(this.#abort.signal.reason, 'STREAMS');
    if (this.#sentEnd) throw new VirtError('OPERATION_INVALID', 'STREAMS', 'the stream was ended in this direction');
  }
}
