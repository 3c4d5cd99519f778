import type {
  AccessObject,
  Call,
  CallerConnection,
  Identity,
  Permission,
  StreamEnd,
  StreamOffer,
} from '../contract/index.js';
import { processIdentity } from '../contract/index.js';
import type { Procedure } from '../protocol/procedure.js';
import { type AccessSubject, demand } from '../rpc/access-checks.js';
import { closeFds } from '../rpc/fd-passing.js';

/** What surrounds a call that came from this process: its own identity. */
export class DriverCall implements Call, StreamOffer {
  readonly identity: Identity = processIdentity;
  readonly procedure: Procedure;
  readonly readOnly: boolean;
  readonly connection: CallerConnection;
  readonly fds: readonly number[];
  readonly sparse: boolean;
  readonly #subject: AccessSubject;
  readonly #limit: () => AbortSignal;
  #signal: AbortSignal | undefined;
  #serve: ((stream: StreamEnd) => Promise<void>) | undefined;
  #replyFds: readonly number[] = [];

  constructor(
    procedure: Procedure,
    surroundings: {
      readonly readOnly: boolean;
      readonly connection: CallerConnection;
      /** Made when it is asked for: most handlers answer at once and never look. */
      readonly signal: () => AbortSignal;
      readonly fds: readonly number[];
      readonly sparse: boolean;
      readonly subject: AccessSubject;
    },
  ) {
    this.procedure = procedure;
    this.readOnly = surroundings.readOnly;
    this.connection = surroundings.connection;
    this.#limit = surroundings.signal;
    this.fds = surroundings.fds;
    this.sparse = surroundings.sparse;
    this.#subject = surroundings.subject;
  }

  get signal(): AbortSignal {
    return (this.#signal ??= this.#limit());
  }

  get stream(): StreamOffer {
    if (this.procedure.spec.stream === undefined) throw new Error(`${this.procedure.name} has no stream`);
    return this;
  }

  serve(run: (stream: StreamEnd) => Promise<void>): void {
    this.#serve = run;
  }

  /** What the handler wants to run on the stream. */
  get served(): ((stream: StreamEnd) => Promise<void>) | undefined {
    return this.#serve;
  }

  replyFds(fds: readonly number[]): void {
    const { fds: sides } = this.procedure.spec;
    if (sides !== 'reply' && sides !== 'both') {
      closeFds(fds);
      throw new Error(`${this.procedure.name} replies without descriptors`);
    }
    this.#replyFds = fds;
  }

  /** The descriptors of the reply, which from here on are the taker's. */
  takeReplyFds(): readonly number[] {
    const fds = this.#replyFds;
    this.#replyFds = [];
    return fds;
  }

  require(permission: Permission, object?: AccessObject): Promise<void> {
    return demand(permission, object, this.#subject);
  }

  allows(permission: Permission, object?: AccessObject): boolean | Promise<boolean> {
    const { policy, identity, driver } = this.#subject;
    return policy.allows(identity, driver, permission, object);
  }
}
