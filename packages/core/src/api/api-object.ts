import type { Client } from '../contract/index.js';
import type { RemoteProcedures } from '../protocol/remote/index.js';
import type { Connection } from './connection/connection.js';

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

  protected get call(): Client<RemoteProcedures> {
    return this.connection.call;
  }
}
