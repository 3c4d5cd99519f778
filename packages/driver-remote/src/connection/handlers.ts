import type { RpcConnection } from '@tsvirt/core';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { lxc, type ProcedureTable, type Program, qemu, remote, type WireValue } from '@tsvirt/core/protocol';
import { relayStream } from './stream-relay.js';

/** What belongs to this side's connection: its opening and closing, its URI, its event subscriptions. */
const notForwarded =
  /^(?:connectOpen|connectClose|connectGetURI|auth\w+)$|Event\w*(?:Register|Deregister)|CloseCallback$/;

type Forward = (args: WireValue, call: Call) => Promise<WireValue | undefined>;

/** Handlers for every procedure of every program: each passes its call on, with whatever comes with call and reply. */
export function forwardingHandlers(connection: RpcConnection): DriverHandlers {
  const handlers: Record<string, Forward> = {
    ...forwards(connection, remote),
    ...forwards(connection, qemu),
    ...forwards(connection, lxc),
  };
  // Each function stands under a procedure's name and passes that procedure's values on unchanged.
  return handlers as DriverHandlers;
}

function forwards<T extends ProcedureTable>(connection: RpcConnection, program: Program<T>): Record<string, Forward> {
  const made: Record<string, Forward> = {};
  for (const name of Object.keys(program.procedures)) {
    if (!notForwarded.test(name)) made[name] = forward(connection, program, name);
  }
  return made;
}

function forward(connection: RpcConnection, program: Program, name: string): Forward {
  return async (args, call) => {
    // A table whose names are not known here takes and gives the values of any procedure.
    const reply = await connection.callIn(program, name, args as never, { signal: call.signal, fds: call.fds });
    const { stream } = reply;
    if (reply.fds.length > 0) call.replyFds(reply.fds);
    if (stream !== undefined) call.stream.serve(end => relayStream(end, stream));
    return reply.ret as WireValue | undefined;
  };
}
