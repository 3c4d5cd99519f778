import { deferred, onAbort, VirtError } from '@tsvirt/util';
import type { StreamChunk, StreamEnd } from '../contract/index.js';
import { decodeError, MessageStatus, streamChunkMax, streamHole } from '../protocol/packet.js';
import { StreamInbox } from './stream-inbox.js';
import type { StreamId } from './stream-packets.js';
import type { XdrReader } from '../protocol/xdr-reader.js';

/** What a client's stream needs of its connection. */
export interface ClientStreamHost {
  sendData(stream: ClientStream, data: Uint8Array): void;
  sendHole(stream: ClientStream, length: bigint): void;
  /** All is sent: asks for the confirmation. */
  sendOk(stream: ClientStream): void;
  /** The stream is given up. */
  sendError(stream: ClientStream): void;
  /** Resolves when the server has taken enough; rejects when it is gone. */
  writable(): Promise<void>;
  /** A stream keeps more than its window allows, or no longer does. */
  pressure(full: boolean): void;
  /** The stream is over: its serial is free. */
  ended(stream: ClientStream): void;
}

/**
 * The client's end of a stream. Iterating gives what the server sends, until its end of data. `finish` makes sure
 * that the server has everything; a stream that is disposed of without it is aborted.
 */
export class ClientStream implements StreamEnd, AsyncDisposable {
  /** The program of the call that opened it. */
  readonly programId: number;
  /** That program's version. */
  readonly programVersion: number;
  /** Number of the procedure that opened it. */
  readonly procedure: number;
  /** Number of the call that opened it, which the stream's packets carry. */
  readonly serial: number;
  readonly #host: ClientStreamHost;
  readonly #sparse: boolean;
  readonly #inbox: StreamInbox;
  readonly #abort = new AbortController();
  readonly #confirmed = deferred();
  #asked = false;
  #over = false;
  #letGo: (() => void) | undefined;

  constructor(id: StreamId, sparse: boolean, host: ClientStreamHost) {
    this.programId = id.programId;
    this.programVersion = id.programVersion;
    this.procedure = id.procedure;
    this.serial = id.serial;
    this.#host = host;
    this.#sparse = sparse;
    this.#inbox = new StreamInbox(full => host.pressure(full));
    // Who never asks for the confirmation does not hear of its failure either: the iteration does.
    this.#confirmed.promise.catch(() => {});
  }

  /** Aborted when the stream fails or is given up; the reason is a VirtError. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  [Symbol.asyncIterator](): AsyncIterator<StreamChunk> {
    return this.#inbox;
  }

  /**
   * Sends bytes; resolves when the connection takes more.
   * @throws VirtError OPERATION_INVALID after `finish`, or why the stream is over
   */
  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += streamChunkMax) {
      this.#checkOpen();
      this.#host.sendData(this, data.subarray(at, at + streamChunkMax));
      await this.#host.writable();
    }
    this.#checkOpen();
  }

  /** Sends a hole of so many bytes. @throws VirtError OPERATION_INVALID when the call did not allow holes */
  async writeHole(length: bigint): Promise<void> {
    this.#checkOpen();
    if (!this.#sparse) throw new VirtError('OPERATION_INVALID', 'STREAMS', 'the call did not allow holes');
    this.#host.sendHole(this, length);
    await this.#host.writable();
  }

  /** A client says the end of its data by finishing: resolves when the server confirmed. */
  end(): Promise<void> {
    return this.finish();
  }

  /** Resolves when the server has confirmed that all is well. @throws VirtError what went wrong there */
  finish(): Promise<void> {
    if (!this.#asked && !this.#over) {
      this.#asked = true;
      this.#host.sendOk(this);
    }
    return this.#confirmed.promise;
  }

  /** Gives the stream up: what is under way is lost. @param reason what whoever waits for the stream is told */
  abort(reason = new VirtError('OPERATION_ABORTED', 'STREAMS', 'the stream was aborted')): void {
    if (this.#over) return;
    this.#close(reason);
    if (!this.#asked) this.#host.sendError(this);
  }

  /** Has a signal give the stream up. A stream that is over listens to it no longer. */
  heed(signal: AbortSignal): void {
    if (this.#over) return;
    this.#letGo = onAbort(signal, () => this.abort(VirtError.aborted(signal.reason, 'STREAMS')));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    return Promise.resolve();
  }

  /** A packet of type STREAM. */
  received(status: number, payload: Buffer, reader: () => XdrReader): void {
    if (status === MessageStatus.continue) this.arrived(Buffer.from(payload));
    else if (status === MessageStatus.ok) this.confirmed();
    else if (status === MessageStatus.error) this.lost(errorIn(reader()));
  }

  /** Bytes, which are the stream's own from here on; none are the end of data. */
  arrived(data: Buffer): void {
    if (data.length === 0) this.#inbox.end();
    else this.#inbox.push({ kind: 'data', data });
  }

  /** A hole of so many bytes arrived. */
  arrivedHole(length: bigint): void {
    this.#inbox.push({ kind: 'hole', length });
  }

  /** The server has everything, and is done. */
  confirmed(): void {
    this.#close(undefined);
  }

  /** A packet of type STREAM_HOLE. */
  receivedHole(reader: XdrReader): void {
    try {
      this.arrivedHole(streamHole.decode(reader).length);
    } catch (reason) {
      this.abort();
      this.lost(VirtError.wrap(reason, 'RPC'));
    }
  }

  /** The server gave the stream up, or is gone. */
  lost(reason: VirtError): void {
    this.#close(reason);
  }

  #close(error: VirtError | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#letGo?.();
    this.#inbox.end(error);
    if (error === undefined) this.#confirmed.resolve();
    else {
      this.#confirmed.reject(error);
      this.#abort.abort(error);
    }
    this.#host.ended(this);
  }

  #checkOpen(): void {
    if (this.#asked) throw new VirtError('OPERATION_INVALID', 'STREAMS', 'the stream is finished');
    if (this.#over) throw VirtError.aborted(this.#abort.signal.reason, 'STREAMS');
  }
}

function errorIn(reader: XdrReader): VirtError {
  try {
    return decodeError(reader);
  } catch (reason) {
    return VirtError.wrap(reason, 'RPC');
  }
}
