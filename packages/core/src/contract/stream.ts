/** What arrives on a stream: bytes, or a run of zeros that was not sent (sparse streams only). */
export type StreamChunk =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'hole'; readonly length: bigint };

/** One end of a stream while it lives. Both directions may be in use, as with a console. */
export interface StreamEnd extends AsyncIterable<StreamChunk> {
  /** Aborted when the other side aborts the stream or is gone. */
  readonly signal: AbortSignal;
  /** Sends bytes; resolves when there is room for more. Large buffers are cut to packets. @throws once the stream is over */
  write(data: Uint8Array): Promise<void>;
  /** Sends a hole of `length` bytes; only when the call allowed holes. */
  writeHole(length: bigint): Promise<void>;
  /** Says that no more data follows in this direction. The other direction stays open. */
  end(): Promise<void>;
}

/**
 * The stream that a call opens. The handler names the function that serves it; it runs once the call was answered, and
 * also when the client has gone before that: the stream is over then, and what was opened for it can be closed.
 * When it returns, the stream ends well (the client's finish is answered with success); when it throws, the client gets the error.
 * Iterating `stream` ends when the client finishes.
 */
export interface StreamOffer {
  serve(run: (stream: StreamEnd) => Promise<void>): void;
  /** Whether the call's flags allow holes. */
  readonly sparse: boolean;
}
