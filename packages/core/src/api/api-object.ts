import type { Client } from '../contract/index.js';
import type { RemoteProcedures } from '../protocol/remote/index.js';
import type { Connection } from './connection/connection.js';
import { inspected } from './inspected.js';

/**
 * What the objects of a connection have in common. An object is a name for something on the host, not a copy of it:
 * making and dropping one costs nothing, and it may outlive what it names.
 */
export abstract class ApiObject {
  /** The connection that it was found through, which carries its calls. */
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** How calls name it: the object's own facts, without its connection. */
  abstract readonly ref: object;

  /** For `JSON.stringify`: what names the object. */
  toJSON(): object {
    return this.ref;
  }

  /** For `console.log`: its class and what names it, without its connection. */
  [inspected](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    return `${this.constructor.name} ${inspect(this.toJSON(), options)}`;
  }

  protected get call(): Client<RemoteProcedures> {
    return this.connection.call;
  }
}
