import type { VirtError } from '@tsvirt/util';
import type {
  AccessObject,
  Call,
  CallerConnection,
  Identity,
  Permission,
  StreamEnd,
  StreamOffer,
} from '../contract/index.js';
import type { Procedure } from '../protocol/procedure.js';
import { demand } from './access-checks.js';
import { closeFds } from './fd-passing.js';
import type { Session } from './session.js';

/** One call of a client at work, as its handler sees it. */
export class ServerCall implements Call, StreamOffer {
  /** The client whose call it is. */
  readonly session: Session;
  /** What is called. */
  readonly procedure: Procedure;
  /** The call's number, which reply and stream carry. */
  readonly serial: number;
  fds: readonly number[];
  readonly sparse: boolean;
  #controller: AbortController | undefined;
  #serve: ((stream: StreamEnd) => Promise<void>) | undefined;
  #replyFds: readonly number[] = [];
  #handedOver = false;

  constructor(session: Session, procedure: Procedure, serial: number, fds: readonly number[], sparse: boolean) {
    this.session = session;
    this.procedure = procedure;
    this.serial = serial;
    this.fds = fds;
    this.sparse = sparse;
  }

  get identity(): Identity {
    return this.session.identity;
  }

  get readOnly(): boolean {
    return this.session.readOnly;
  }

  get connection(): CallerConnection {
    return this.session.connection.ties;
  }

  // Made when asked for: most handlers answer at once and never look.
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.session.lostReason !== undefined) this.#controller.abort(this.session.lostReason);
    }
    return this.#controller.signal;
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
    if (this.procedure.spec.fds !== 'reply' && this.procedure.spec.fds !== 'both') {
      closeFds(fds);
      throw new Error(`${this.procedure.name} replies without descriptors`);
    }
    this.#replyFds = fds;
  }

  /** The handler runs next: from here on the descriptors are its own, if it is one that takes any. */
  handOver(): void {
    this.#handedOver = true;
    const { fds } = this.procedure.spec;
    if (this.fds.length === 0 || fds === 'call' || fds === 'both') return;
    closeFds(this.fds);
    this.fds = [];
  }

  /** The call failed: closes descriptors that nobody will. */
  closeFds(): void {
    if (!this.#handedOver) closeFds(this.fds);
    closeFds(this.takeReplyFds());
  }

  /** The descriptors for the reply, which from here on are the taker's. */
  takeReplyFds(): readonly number[] {
    const fds = this.#replyFds;
    this.#replyFds = [];
    return fds;
  }

  require(permission: Permission, object?: AccessObject): Promise<void> {
    return demand(permission, object, this.session.accessSubject);
  }

  allows(permission: Permission, object?: AccessObject): boolean | Promise<boolean> {
    const { policy, identity, driver } = this.session.accessSubject;
    return policy.allows(identity, driver, permission, object);
  }

  /** The client is gone. */
  abort(reason: VirtError): void {
    this.#controller?.abort(reason);
  }
}
