import { VirtError } from '@tsvirt/util';
import type { CallOptions, Client, SiblingConnection } from '../contract/index.js';
import { remote, type RemoteProcedures } from '../protocol/index.js';
import type { WireValue } from '../protocol/procedure.js';
import { type CallerOptions, DriverCaller } from '../in-process/driver-caller.js';
import { listenToDriver } from '../in-process/driver-events.js';
import type { OpenedConnection } from '../rpc/connection-opener.js';

/** The connection that one driver has to another in the same process: calls reach the handlers with nothing in between but the checks. */
export function siblingConnection(opened: OpenedConnection, options: Omit<CallerOptions, 'domain'>): SiblingConnection {
  const life = new AbortController();
  const signal = AbortSignal.any([options.signal, life.signal]);
  const ends = new Set<() => void>();
  const caller = new DriverCaller(opened, { ...options, signal, domain: 'RPC' });
  return {
    uri: opened.uri,
    call: clientOf(caller),
    async listen(name, object, listener, until) {
      const waiting = until === undefined ? signal : AbortSignal.any([signal, until]);
      const stop = await listenToDriver(opened, name, object, ({ payload }) => listener(payload), waiting);
      const end = (): void => {
        if (ends.delete(end)) stop();
      };
      ends.add(end);
      return end;
    },
    [Symbol.asyncDispose]: async () => {
      life.abort(new VirtError('OPERATION_ABORTED', 'RPC', 'the connection was closed'));
      for (const end of Array.from(ends)) end();
      await caller.end();
      await opened.close();
    },
  };
}

/** A client whose functions are made when they are first asked for: most siblings use two or three. */
function clientOf(caller: DriverCaller): Client<RemoteProcedures> {
  const functions = new Map<string, unknown>();
  const target: object = {};
  const client = new Proxy(target, {
    get(_, name) {
      if (!isProcedure(name)) return undefined;
      let found = functions.get(name);
      if (found === undefined) {
        const procedure = remote.procedureNamed(name);
        found = async (args: WireValue, options?: CallOptions) => {
          const { ret, stream } = await caller.call(remote.id, procedure, args, options);
          if (stream === undefined) return ret;
          stream.abort();
          throw new VirtError('NO_SUPPORT', 'RPC', 'streams between drivers of one daemon');
        };
        functions.set(name, found);
      }
      return found;
    },
    has: (_, name) => isProcedure(name),
  });
  // Every procedure's name gives a function that passes that procedure's values to its handler and back.
  return client as Client<RemoteProcedures>;
}

function isProcedure(name: string | symbol): name is keyof RemoteProcedures {
  return typeof name === 'string' && Object.hasOwn(remote.procedures, name);
}
