import type { ArgsOf, ProcedureTable, RetOf } from '../protocol/procedure.js';
import type { LxcProcedures, QemuProcedures, RemoteProcedures } from '../protocol/index.js';
import type { Call } from './call.js';

/** Handlers may answer at once or later; answering at once saves a turn of the event loop. */
export type Awaitable<T> = T | Promise<T>;

/** Functions for the procedures of a table, as many as the driver serves. What is absent answers "not supported". */
export type Handlers<T extends ProcedureTable> = {
  readonly [P in keyof T]?: (args: ArgsOf<T[P]>, call: Call) => Awaitable<RetOf<T[P]>>;
};

/** What a driver serves: procedures of the remote, qemu and lxc programs, under their API names without `vir`. */
export interface DriverHandlers extends Handlers<RemoteProcedures>, Handlers<QemuProcedures>, Handlers<LxcProcedures> {}

/** Names of the procedures that a driver may serve. */
export type ProcedureName = Extract<keyof DriverHandlers, string>;

/** What a caller may say about one call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the call fails with OPERATION_TIMEOUT; without it, the connection's default. Infinity: no limit. */
  readonly timeoutMs?: number | undefined;
}

/** The caller's side of a table: the same names and types as its handlers. */
export type Client<T extends ProcedureTable> = {
  readonly [P in keyof T]: (args: ArgsOf<T[P]>, options?: CallOptions) => Promise<RetOf<T[P]>>;
};
