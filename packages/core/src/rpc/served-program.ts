import type { Awaitable } from '../contract/index.js';
import type { ArgsOf, Procedure, ProcedureTable, Program, RetOf, WireValue } from '../protocol/procedure.js';
import type { ServerCall } from './server-call.js';

/** Functions for procedures that the server answers itself, without a driver. */
export type OwnHandlers<T extends ProcedureTable> = {
  readonly [P in keyof T]?: (args: ArgsOf<T[P]>, call: ServerCall) => Awaitable<RetOf<T[P]>>;
};

/** A handler as dispatch calls it: the table that named it makes arguments and result fit. */
export type AnyHandler = (args: WireValue, call: ServerCall) => Awaitable<WireValue | undefined>;

/** One procedure of a served program. */
export interface Route {
  readonly procedure: Procedure;
  /** The server's own answer; undefined: the connection's driver is asked. */
  readonly own: AnyHandler | undefined;
}

/** A program on a socket. */
export interface ServedProgram {
  readonly program: Program;
  route(procedure: number): Route | undefined;
}

/**
 * Serves a program: procedures that are in `own` here, all others by the driver of the client's connection.
 */
export function servedProgram<T extends ProcedureTable>(program: Program<T>, own: OwnHandlers<T>): ServedProgram {
  const routes = new Map<number, Route>();
  return {
    program,
    route(number) {
      let route = routes.get(number);
      if (route === undefined) {
        const procedure = program.procedure(number);
        if (procedure === undefined) return undefined;
        // Handlers are kept under the names of the table that types them, so the one found fits the procedure's values.
        const handler = own[procedure.name] as AnyHandler | undefined;
        routes.set(number, (route = { procedure, own: handler }));
      }
      return route;
    },
  };
}
