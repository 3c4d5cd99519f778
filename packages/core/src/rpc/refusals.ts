import { VirtError } from '@tsvirt/util';
import type { Procedure, WireValue } from '../protocol/procedure.js';

/** What the RPC layer itself has to say: clients show the text as it is. */
export function rpcError(text: string): VirtError {
  return new VirtError('RPC', 'RPC', text);
}

/** Whether a procedure's table denies this call on a read-only connection. */
export function refusedReadOnly({ spec }: Procedure, args: WireValue): boolean {
  const rule = spec.readOnlyDenied;
  if (rule === undefined || rule === true) return rule === true;
  if ('flags' in rule) return (Number(args['flags']) & rule.flags) !== 0;
  return args[rule.argument] === rule.value;
}

/** Whether a handler answers later. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
