import { type AccessPolicy, allowAll } from '../contract/index.js';
import type { Authenticator } from './authenticator.js';
import type { ServedProgram } from './served-program.js';

/** What a socket offers to those who connect to it. */
export interface ServiceOptions {
  /** For logs: `unix`, `unix-ro`, `tcp`, `admin`. */
  readonly name: string;
  readonly programs: readonly ServedProgram[];
  /** Whatever a client asks for when it opens its connection, it may change nothing. */
  readonly readOnly?: boolean | undefined;
  /** How clients prove who they are; absent: a client may call at once, without asking what to prove (as on the admin socket). */
  readonly authenticator?: Authenticator | undefined;
  /** Who may do what; absent: everybody everything. */
  readonly policy?: AccessPolicy | undefined;
}

/** A service as its sessions use it. */
export class Service {
  readonly name: string;
  readonly readOnly: boolean;
  readonly authenticator: Authenticator | undefined;
  readonly policy: AccessPolicy;
  readonly programsById: ReadonlyMap<number, ServedProgram>;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.readOnly = options.readOnly ?? false;
    this.authenticator = options.authenticator;
    this.policy = options.policy ?? allowAll;
    this.programsById = new Map(options.programs.map(served => [served.program.id, served]));
  }

  /** No access policy: its checks can be left out. */
  get isOpen(): boolean {
    return this.policy === allowAll;
  }
}
