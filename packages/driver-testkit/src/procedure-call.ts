import type { ProcedureName } from '@tsvirt/core/contract';
import { type Procedure, remote, type WireValue, XdrReader } from '@tsvirt/core/protocol';
import type { Stage } from './stage.js';

/** More than the empty arguments of any procedure take. */
const zeros = Buffer.alloc(16_384);

/** Procedures of the remote program that the driver serves and that are called without streams and descriptors. */
export function plainProcedures(stage: Stage): readonly Procedure[] {
  return Object.keys(stage.handlers).flatMap(name => {
    if (!Object.hasOwn(remote.procedures, name) || !stage.serves(name as ProcedureName)) return [];
    // The table has the name, as the line above found.
    const procedure = remote.procedureNamed(name as keyof typeof remote.procedures);
    const { stream, fds } = procedure.spec;
    return stream === undefined && fds === undefined ? [procedure] : [];
  });
}

/** Arguments of a procedure with nothing in them: empty texts and lists, zeros, nulls. */
export function emptyArgs(procedure: Procedure): WireValue {
  return procedure.decodeArgs(new XdrReader(zeros));
}

/** Calls a procedure by its name. */
export async function callNamed(stage: Stage, name: string, args: WireValue): Promise<unknown> {
  const call: unknown = Reflect.get(stage.call, name);
  if (typeof call !== 'function') throw new Error(`the client has no ${name}`);
  return Reflect.apply(call, undefined, [args]);
}
