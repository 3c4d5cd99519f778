import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ArgsOf,
  Client,
  ClientStream,
  EventName,
  EventSubject,
  RemoteProcedures,
  RpcConnection,
} from '@tsvirt/core';
import {
  type Call,
  ConnectionTies,
  type DriverHandlers,
  type ProcedureName,
  processIdentity,
} from '@tsvirt/core/contract';
import { randomUuid, VirtError, waitFor } from '@tsvirt/util';
import type { Bench } from './bench.js';
import { EventRecord } from './event-record.js';
import type { DomainTraits, Sample, SampleIdentity, Samples } from './options.js';
import { NotApplicable } from './rule.js';

/** What one rule works with. What it makes is taken back when it is over. */
export class Stage implements AsyncDisposable {
  /** The driver at work. */
  readonly bench: Bench;
  readonly #steps: (() => Promise<unknown>)[] = [];

  constructor(bench: Bench) {
    this.bench = bench;
  }

  /** The driver's procedures, called as a client calls them. */
  get call(): Client<RemoteProcedures> {
    return this.bench.connection.call;
  }

  /** What the driver serves. */
  get handlers(): DriverHandlers {
    return this.bench.opened.handlers;
  }

  /** In what the driver differs, as its author says. */
  get traits(): DomainTraits {
    return this.bench.options.domain ?? {};
  }

  /** When a call has failed for want of an answer. */
  get limitMs(): number {
    return this.bench.limitMs;
  }

  /** Whether the driver serves a procedure. */
  serves(name: ProcedureName): boolean {
    return this.handlers[name] !== undefined;
  }

  /** Ends the rule: it says nothing about this driver. */
  skip(reason: string): never {
    throw new NotApplicable(reason);
  }

  /** Ends the rule unless the driver serves all of these. */
  require(...names: readonly ProcedureName[]): void {
    const absent = names.filter(name => !this.serves(name));
    if (absent.length > 0) this.skip(`the driver does not serve ${absent.join(', ')}`);
  }

  /** Has something done when the rule is over, whatever came of it; last added, first done. */
  after(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  /** A name and a uuid that nothing has, and a folder. */
  async identity(): Promise<SampleIdentity> {
    const name = `ct-${randomBytes(5).toString('hex')}`;
    const folder = join(this.bench.folder, name);
    await mkdir(folder);
    return { name, uuid: randomUuid(), folder };
  }

  /** A document of a kind, or the end of the rule when there is none. @param standard for kinds that need no sample */
  sample(kind: keyof Samples, identity: SampleIdentity, standard?: Sample): string {
    const sample = this.bench.options.samples?.[kind] ?? standard;
    return sample?.(identity) ?? this.skip(`there is no sample of a ${kind}`);
  }

  /** One more connection, for the length of the rule. */
  async connect(options: { readonly readOnly?: boolean; readonly uri?: string } = {}): Promise<RpcConnection> {
    const connection = await this.bench.connect(options);
    this.after(() => connection.close());
    return connection;
  }

  /**
   * Calls a procedure that opens a stream. It is aborted when the rule is over, unless somebody finished it.
   * @throws what the driver says against it
   */
  async stream<N extends keyof RemoteProcedures>(name: N, args: ArgsOf<RemoteProcedures[N]>): Promise<ClientStream> {
    const { stream } = await this.bench.connection.callFully(name, args);
    if (stream === undefined) throw new Error(`${name} opens no stream`);
    this.after(() => stream[Symbol.asyncDispose]());
    return stream;
  }

  /** The driver once more, with folders of its own: another host, for the length of the rule. */
  async otherHost(): Promise<Bench> {
    const other = await this.bench.another();
    this.after(() => other[Symbol.asyncDispose]());
    return other;
  }

  /**
   * Subscribes to an event for the length of the rule; the rule ends when the driver has no events.
   * @param through whose connection; the stage's own unless given
   */
  async watch<N extends EventName>(
    name: N,
    subject: EventSubject = {},
    through: RpcConnection = this.bench.connection,
  ): Promise<EventRecord<N>> {
    if (this.bench.opened.events === undefined) this.skip('the driver has no events');
    const record = new EventRecord<N>(await through.events(name, subject), this.limitMs);
    this.after(() => record.end());
    return record;
  }

  /** Waits for something outside of the client, within the limit for calls. @throws OPERATION_TIMEOUT */
  within<T>(work: T | Promise<T>, what: string): Promise<T> {
    return waitFor(Promise.resolve(work), { timeoutMs: this.limitMs, domain: 'NONE', what });
  }

  /**
   * The driver's procedures past the wire, which keeps signals to itself: for rules about callers who give up. A call ends
   * with the handler, or with OPERATION_TIMEOUT.
   */
  direct(signal: AbortSignal): Pick<Stage, 'call'> {
    const call = new Proxy<Readonly<Record<string, unknown>>>(
      {},
      {
        get: (_none, name) => (args: unknown) => {
          const handler: unknown = Reflect.get(this.handlers, name);
          if (typeof handler !== 'function') return this.skip(`the driver does not serve ${String(name)}`);
          const answer = (async () =>
            Reflect.apply(handler, this.handlers, [args, this.callContext(signal)]) as unknown)();
          return this.within(answer, `${String(name)} whose caller gave up`);
        },
      },
    );
    // A handler takes and gives what the client's procedure of its name does.
    return { call: call as unknown as Client<RemoteProcedures> };
  }

  /** What surrounds a call of a handler past the wire: with a signal of the rule's own, and a connection that the rule's end ends. */
  callContext(signal: AbortSignal): Call {
    const failures: unknown[] = [];
    const connection = new ConnectionTies(reason => failures.push(reason));
    this.after(async () => {
      await connection.end();
      if (failures.length > 0) throw failures[0];
    });
    const none = (what: string): never => {
      throw new VirtError('NO_SUPPORT', 'RPC', what);
    };
    return {
      identity: processIdentity,
      readOnly: false,
      connection,
      signal,
      get stream() {
        return none('a stream past the wire');
      },
      fds: [],
      replyFds: () => none('descriptors past the wire'),
      require: () => Promise.resolve(),
      allows: () => true,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) await step().catch((reason: unknown) => failures.push(reason));
    this.#steps.length = 0;
    if (failures.length > 0) throw failures[0];
  }
}
