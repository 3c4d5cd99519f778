import { logger, VirtError, waitFor } from '@tsvirt/util';
import type { Awaitable, Call, DriverConnection, EventHub, DriverHandlers, SecondaryKind } from '../contract/index.js';
import { remote, type RemoteProcedures } from '../protocol/index.js';
import type { Procedure } from '../protocol/procedure.js';
import { apiDomain } from '../rpc/api-domain.js';
import { causeOf } from './driver-slot.js';
import { objectKinds } from './object-kinds.js';

const log = logger('registry');

type AnyHandler = (args: never, call: Call) => unknown;

/**
 * A client connection's way to one secondary driver. When the driver is there, its handlers are; while it loads,
 * every procedure of its kind waits for it, so that opening a hypervisor never does.
 */
export class SecondaryLink {
  readonly kind: SecondaryKind;
  readonly handlers: DriverHandlers;
  #connection: DriverConnection | undefined;
  readonly #coming: Promise<DriverConnection | undefined> | undefined;

  /** @param opening the driver's connection, or a promise of it: undefined when it cannot be had, which never rejects */
  constructor(kind: SecondaryKind, opening: DriverConnection | Promise<DriverConnection | undefined>) {
    this.kind = kind;
    if (opening instanceof Promise) {
      const coming = opening.then(connection => (this.#connection = connection));
      this.#coming = coming;
      this.handlers = this.#waitingHandlers(coming);
    } else {
      this.#connection = opening;
      this.handlers = opening.handlers;
    }
  }

  /** Where the driver's events come out, later while it loads; undefined when it has none. */
  events(): Awaitable<EventHub | undefined> {
    if (this.#coming === undefined || this.#connection !== undefined) return this.#connection?.events;
    return this.#coming.then(connection => connection?.events);
  }

  /** Whether the handlers are the driver's own table, which other connections share. */
  get isDirect(): boolean {
    return this.#coming === undefined;
  }

  async close(): Promise<void> {
    const connection = this.#connection ?? (await this.#coming);
    try {
      await connection?.close?.();
    } catch (reason) {
      log.warn(`closing a connection to the ${this.kind} driver: ${causeOf(reason)}`);
    }
  }

  #waitingHandlers(coming: Promise<DriverConnection | undefined>): DriverHandlers {
    const waiting: Record<string, (args: never, call: Call) => unknown> = {};
    for (const name of procedureNames()) {
      if (!objectKinds[this.kind].procedures.test(name)) continue;
      waiting[name] = (args, call) => {
        if (this.#connection !== undefined) return this.#handler(name, this.#connection)(args, call);
        return waitFor(coming, { signal: call.signal, domain: 'RPC', what: `the ${this.kind} driver` }).then(
          connection => this.#handler(name, connection)(args, call),
        );
      };
    }
    // Each function has a procedure's name and passes that procedure's values on, so the table is a DriverHandlers.
    return waiting as DriverHandlers;
  }

  #handler(name: keyof RemoteProcedures, connection: DriverConnection | undefined): AnyHandler {
    const handler: unknown = connection === undefined ? undefined : Reflect.get(connection.handlers, name);
    if (typeof handler === 'function') return (args, call) => Reflect.apply(handler, undefined, [args, call]);
    throw notServed(remote.procedureNamed(name));
  }
}

function procedureNames(): (keyof RemoteProcedures)[] {
  // The keys of the table are the names that its type lists.
  return Object.keys(remote.procedures) as (keyof RemoteProcedures)[];
}

/** The error for a procedure that no driver of a connection serves. */
export function notServed(procedure: Procedure): VirtError {
  return new VirtError('NO_SUPPORT', apiDomain(procedure), procedure.apiName);
}
