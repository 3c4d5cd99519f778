import { VirtError } from '@tsvirt/util';
import type { Channel } from './channel.js';
import { sessionBounds } from './limits.js';

/** Lets writers of one connection wait while the other side does not take what was sent. */
export class OutgoingGate {
  readonly #channel: Channel;
  #waiting: { resolve: () => void; reject: (reason: VirtError) => void }[] = [];

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Resolves when there is room; rejects when the connection is lost. */
  open(): Promise<void> {
    if (this.#channel.isClosed) return Promise.reject(new VirtError('RPC', 'RPC', 'the connection is closed'));
    if (this.#channel.outgoing <= sessionBounds.outgoing) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Bytes have left. */
  drained(): void {
    if (this.#channel.outgoing > sessionBounds.outgoing) return;
    for (const { resolve } of this.#take()) resolve();
  }

  lost(reason: VirtError): void {
    for (const { reject } of this.#take()) reject(reason);
  }

  #take() {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
