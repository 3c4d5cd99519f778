import type { VirtError } from '@tsvirt/util';
import type { EventSink, EventSubject } from '../client/event-router.js';
import type { EventName } from '../protocol/event-catalogue.js';
import type { ArgsOf, ProcedureTable, Program, RetOf } from '../protocol/procedure.js';
import type { ClientCallOptions, FullReply } from '../rpc/client.js';

/** A time without connection, in which events may have been missed. */
export interface EventGap {
  /** Why the connection was lost. */
  readonly reason: VirtError;
  readonly lostAt: Date;
  /** When the subscription stood again. What happened between the two dates was not reported. */
  readonly restoredAt: Date;
}

/** Who takes the events of one subscription, and hears of gaps between them. */
export interface LinkSink<N extends EventName> extends EventSink<N> {
  gap(gap: EventGap): void;
}

/** What carries the calls of a connection: one connection to a daemon, or one that is made anew when it is lost. */
export interface Link {
  /** Calls a procedure of a program. @throws VirtError what the other side or the transport says */
  callIn<T extends ProcedureTable, N extends keyof T & string>(
    program: Program<T>,
    name: N,
    args: ArgsOf<T[N]>,
    options?: ClientCallOptions,
  ): Promise<FullReply<RetOf<T[N]>>>;
  /** Subscribes. @returns what ends the subscription */
  listen<N extends EventName>(
    name: N,
    subject: EventSubject,
    sink: LinkSink<N>,
    signal?: AbortSignal,
  ): Promise<() => Promise<void>>;
  /** Resolves when the link is gone for good: with the reason, or undefined when this side closed it. */
  readonly closed: Promise<VirtError | undefined>;
  /** Whether calls can go out at this moment. */
  readonly isConnected: boolean;
  close(): Promise<void>;
}
