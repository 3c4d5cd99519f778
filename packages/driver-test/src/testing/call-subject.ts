import type { DriverHandlers, ProcedureName } from '@tsvirt/core/contract';

/** Procedures that a test can script and look for: what a driver serves, and the opening of a connection. */
export type ScriptedProcedure = ProcedureName | 'connectOpen';

/** The arguments of a procedure, as the table of procedures types them. */
export type ArgsOfProcedure<P extends ScriptedProcedure> = P extends ProcedureName
  ? Parameters<NonNullable<DriverHandlers[P]>>[0]
  : { readonly uri: string | null; readonly readOnly: boolean };

/** What a procedure gives, as the table of procedures types it; `undefined` where it gives nothing. */
export type RetOfProcedure<P extends ScriptedProcedure> = P extends ProcedureName
  ? ReturnType<NonNullable<DriverHandlers[P]>>
  : never;

/**
 * Whether a call is about a domain: it is the call's own object, the owner of its snapshot or checkpoint, among those
 * of a bulk call, or what it looks for.
 * @param domain name or uuid
 */
export function isAbout(domain: string, args: unknown): boolean {
  if (!isRecord(args)) return false;
  const { dom, doms, snap, checkpoint, name, uuid } = args;
  if (Array.isArray(doms) && doms.some(each => isNamed(domain, each))) return true;
  if (isNamed(domain, dom) || name === domain || uuid === domain) return true;
  return [snap, checkpoint].some(moment => isRecord(moment) && isNamed(domain, moment['dom']));
}

function isNamed(domain: string, value: unknown): boolean {
  return isRecord(value) && (value['name'] === domain || value['uuid'] === domain);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
