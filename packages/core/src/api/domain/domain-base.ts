import type { NonnullDomain } from '../../protocol/objects.js';
import { ApiObject } from '../api-object.js';
import type { Connection } from '../connection/connection.js';
import type { Domain } from './domain.js';

/**
 * Which domain an object stands for. The calls of a domain are written in one file a subject, each a class on top of the
 * one before; `Domain` is the last.
 */
export abstract class DomainBase extends ApiObject {
  #ref: NonnullDomain;

  constructor(connection: Connection, ref: NonnullDomain) {
    super(connection);
    this.#ref = ref;
  }

  /** Name, as it was when this object was made. */
  get name(): string {
    return this.#ref.name;
  }

  /** UUID as lower-case text: what the domain is found by. */
  get uuid(): string {
    return this.#ref.uuid;
  }

  /** Number of the running guest; undefined while it does not run, as far as this object was told. */
  get id(): number | undefined {
    return this.#ref.id < 0 ? undefined : this.#ref.id;
  }

  /** How calls name it. */
  get ref(): NonnullDomain {
    return this.#ref;
  }

  protected abstract get self(): Domain;

  /** Takes over the name and number that the server answered. */
  protected renew(ref: NonnullDomain): void {
    if (ref.uuid === this.#ref.uuid) this.#ref = ref;
  }
}
