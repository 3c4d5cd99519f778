import type { RpcConnection } from '@tsvirt/core';
import { EventHub, type EventSupply } from '@tsvirt/core/contract';
import { eventObject, type EventName } from '@tsvirt/core/protocol';
import { type Logger, VirtError } from '@tsvirt/util';

/** Brings a remote daemon's events to this side's subscribers: each kind is asked for when the first one wants it. */
export class EventRelay implements EventSupply {
  readonly hub: EventHub;
  readonly #connection: RpcConnection;
  readonly #log: Logger;
  readonly #ends = new Map<EventName, () => Promise<void>>();
  readonly #lostListeners = new Set<(reason: number) => void>();
  #watchesClose = false;

  constructor(connection: RpcConnection, log: Logger) {
    this.#connection = connection;
    this.#log = log;
    this.hub = new EventHub({
      objectOf: ({ payload }) => eventObject(payload),
      onError: reason => log.error('passing an event on failed:', reason),
      supply: this,
    });
    void connection.closed.then(reason => {
      // Closed by this side: nobody is left who would want to hear of it.
      if (reason !== undefined) this.#tellLost(connection.closeReason ?? 0);
    });
  }

  async begin(name: EventName): Promise<void> {
    const sink = {
      push: (payload: Parameters<typeof this.hub.emit<typeof name>>[1]) => this.hub.emit(name, payload),
      // Whoever wants to hear of a lost connection watches for that.
      fail: () => {},
    };
    this.#ends.set(name, await this.#connection.listen(name, {}, sink));
  }

  end(name: EventName): void {
    const end = this.#ends.get(name);
    this.#ends.delete(name);
    end?.().catch((reason: unknown) => this.#log.debug(`ending the subscription to ${name}:`, reason));
  }

  /** Has a listener told when the remote daemon is lost, or says that it lost its hypervisor. @returns what ends that */
  onLost(listener: (reason: number) => void): () => void {
    this.#lostListeners.add(listener);
    this.#watchClose();
    return () => void this.#lostListeners.delete(listener);
  }

  #watchClose(): void {
    if (this.#watchesClose) return;
    this.#watchesClose = true;
    const sink = { push: ({ reason }: { readonly reason: number }) => this.#tellLost(reason), fail: () => {} };
    this.#connection.listen('connectionClosed', {}, sink).catch((reason: unknown) => {
      // A hypervisor that is never lost has no such notice; the loss of the daemon itself is seen here.
      this.#log.debug('no close notices from the remote daemon:', VirtError.wrap(reason, 'REMOTE'));
    });
  }

  #tellLost(reason: number): void {
    for (const listener of Array.from(this.#lostListeners)) listener(reason);
  }
}
