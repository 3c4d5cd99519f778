import { ApiObject } from './api-object.js';
import type { Connection } from './connection/connection.js';
import type { Domain } from './domain/domain.js';

/** What snapshots and checkpoints have in common. @typeParam Ref how calls name the object */
export abstract class DomainMoment<Ref extends { readonly name: string }> extends ApiObject {
  /** The domain that it is of. */
  readonly domain: Domain;
  /** Name, which is the domain's own to give. */
  readonly name: string;
  /** How calls name it. */
  readonly ref: Ref;

  constructor(domain: Domain, ref: Ref) {
    super(domain.connection);
    this.domain = domain;
    this.name = ref.name;
    this.ref = ref;
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** The domain that it is of. */
  getDomain(): Domain {
    return this.domain;
  }

  /** Name. */
  getName(): string {
    return this.name;
  }
}
