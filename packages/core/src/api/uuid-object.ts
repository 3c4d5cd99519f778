import { ApiObject } from './api-object.js';
import type { Connection } from './connection/connection.js';
import { uuidBytes } from './uuid-text.js';

/** What objects with a name and a uuid have in common. @typeParam Ref how calls name the object */
export abstract class UuidObject<Ref extends { readonly name: string; readonly uuid: string }> extends ApiObject {
  /** Name, as it was when this object was made. */
  readonly name: string;
  /** UUID as lower-case text: what it is found by. */
  readonly uuid: string;
  /** How calls name it. */
  readonly ref: Ref;

  constructor(connection: Connection, ref: Ref) {
    super(connection);
    this.name = ref.name;
    this.uuid = ref.uuid;
    this.ref = ref;
  }

  /** Name. */
  getName(): string {
    return this.name;
  }

  /** UUID as 16 bytes. */
  getUUID(): Uint8Array {
    return uuidBytes(this.uuid);
  }

  /** UUID as lower-case text. */
  getUUIDString(): string {
    return this.uuid;
  }
}
