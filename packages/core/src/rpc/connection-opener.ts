import type { Awaitable, DriverHandlers, EventHub, Identity } from '../contract/index.js';
import type { EventObject } from '../protocol/event-catalogue.js';

/** A client's wish to open a connection, as the wire carries it. */
export interface ConnectionRequest {
  /** As sent, without the transport's parts; null when the client named none. */
  readonly uri: string | null;
  readonly readOnly: boolean;
  /** VIR_CONNECT_* bits of the call. */
  readonly flags: number;
  readonly identity: Identity;
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal;
}

/** What a client works with after connectOpen: one hypervisor and whatever secondary drivers complete it. */
export interface OpenedConnection {
  /** What connectGetURI answers. */
  readonly uri: string;
  /** What connectGetType answers unless the driver has a handler of its own; also the `driver` that access rules see. */
  readonly driverName: string;
  readonly handlers: DriverHandlers;
  /** Where events about these objects come out, later where their driver still loads; undefined: not supported. */
  hubFor(object: Exclude<EventObject, 'connect'>): Awaitable<EventHub | undefined>;
  /**
   * Calls back when the driver loses what is behind the connection.
   * @param listener takes a reason of virConnectCloseReason
   * @returns the function that ends it
   */
  onLost?(listener: (reason: number) => void): () => void;
  /** Called once, when the client closes or is gone. */
  close(): void | Promise<void>;
}

/** Finds the driver for a URI. The registry is one; tests bring their own. */
export interface ConnectionOpener {
  /** @throws VirtError NO_CONNECT when nothing serves the URI */
  open(request: ConnectionRequest): OpenedConnection | Promise<OpenedConnection>;
}
