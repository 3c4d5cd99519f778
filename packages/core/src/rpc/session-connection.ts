import { type ErrorDomain, errorDomains, logger, VirtError } from '@tsvirt/util';
import { ConnectionTies, type DriverHandlers, type ProcedureName } from '../contract/index.js';
import type { OpenedConnection } from './connection-opener.js';
import type { AnyHandler } from './served-program.js';
import type { Session } from './session.js';
import { Subscriptions } from './subscriptions.js';

const log = logger('rpc.session');

/** What a client has opened: the driver's connection and the subscriptions to its events. */
export class SessionConnection {
  /** What ends with it. */
  readonly ties = new ConnectionTies(reason => log.warn('a client is gone, and what was tied to it failed:', reason));
  readonly #session: Session;
  #opened: OpenedConnection | undefined;
  #opening = false;
  #closed = false;
  #readOnly = false;
  #subscriptions: Subscriptions | undefined;
  #errorDomain: ErrorDomain = 'RPC';

  constructor(session: Session) {
    this.#session = session;
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  /** The client itself asked for read-only access. */
  get readOnly(): boolean {
    return this.#readOnly;
  }

  /** The driver's name; empty before a connection is open. */
  get driverName(): string {
    return this.#opened?.driverName ?? '';
  }

  /** Who speaks in errors that a handler threw without saying so. */
  get errorDomain(): ErrorDomain {
    return this.#errorDomain;
  }

  /** @throws VirtError INTERNAL_ERROR before connectOpen */
  get opened(): OpenedConnection {
    return this.requireOpen();
  }

  /** @throws VirtError INTERNAL_ERROR before connectOpen */
  requireOpen(): OpenedConnection {
    if (this.#opened === undefined) throw new VirtError('INTERNAL_ERROR', 'RPC', 'hypervisor connection not open');
    return this.#opened;
  }

  /** @throws VirtError INTERNAL_ERROR before connectOpen */
  get subscriptions(): Subscriptions {
    this.#subscriptions ??= new Subscriptions(this.#session, this.opened);
    return this.#subscriptions;
  }

  /** The driver's handler for a procedure, or undefined when it serves none. */
  handler(name: string): AnyHandler | undefined {
    const { handlers } = this.opened;
    if (!isHandlerName(handlers, name)) return undefined;
    const handler = handlers[name];
    // Names and types of handlers come from the same tables as the procedure's codecs, which made the arguments.
    return handler === undefined ? undefined : (args, call) => Reflect.apply(handler, handlers, [args, call]);
  }

  /** @throws VirtError INTERNAL_ERROR when one is open already */
  async open(readOnly: boolean, connect: () => OpenedConnection | Promise<OpenedConnection>): Promise<void> {
    if (this.#opened !== undefined || this.#opening) {
      throw new VirtError('INTERNAL_ERROR', 'RPC', 'connection already open');
    }
    this.#opening = true;
    try {
      const opened = await connect();
      if (this.#closed) {
        await opened.close();
        throw new VirtError('RPC', 'RPC', 'the client left before its connection was open');
      }
      this.#opened = opened;
      this.#readOnly = readOnly;
      if (isErrorDomain(opened.driverName)) this.#errorDomain = opened.driverName;
    } finally {
      this.#opening = false;
    }
  }

  /** The client is gone. */
  close(): void {
    this.#closed = true;
    this.#subscriptions?.clear();
    const opened = this.#opened;
    if (opened === undefined) return;
    this.ties
      .end()
      .then(() => opened.close())
      .catch((reason: unknown) => log.warn(`closing ${opened.uri}:`, reason));
  }
}

function isHandlerName(handlers: DriverHandlers, name: string): name is ProcedureName {
  return name in handlers;
}

function isErrorDomain(name: string): name is ErrorDomain {
  return Object.hasOwn(errorDomains, name);
}
