import type { CallOptions, Client } from '../contract/index.js';
import type { ArgsOf, ProcedureTable, Program } from '../protocol/procedure.js';
import { atCaller } from '../rpc/callers-stack.js';
import { closeFds } from '../rpc/fd-passing.js';
import type { Link } from './link.js';

/** A program's procedures as functions over a link. Each is made when it is first asked for. */
export function clientOf<T extends ProcedureTable>(link: Link, program: Program<T>): Client<T> {
  const functions = new Map<string, unknown>();
  const isProcedure = (name: string | symbol): name is keyof T & string =>
    typeof name === 'string' && Object.hasOwn(program.procedures, name);
  const target: object = {};
  const handler: ProxyHandler<object> = {
    get: (_, name) => {
      if (!isProcedure(name)) return undefined;
      let found = functions.get(name);
      if (found === undefined) {
        const called = async (args: ArgsOf<T[string]>, options?: CallOptions) => {
          try {
            const { ret, fds } = await link.callIn(program, name, args, options);
            closeFds(fds);
            return ret;
          } catch (reason) {
            throw atCaller(reason, called);
          }
        };
        found = called;
        functions.set(name, found);
      }
      return found;
    },
    has: (_, name) => isProcedure(name),
  };
  // Each name of the table gives a function that calls that procedure: what Client<T> says.
  return new Proxy(target, handler) as Client<T>;
}
