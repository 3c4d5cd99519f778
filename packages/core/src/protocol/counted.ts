import { VirtError } from '@tsvirt/util';
import { TypedParameterFlags } from './enums/index.js';
import type { Counted, Procedure, WireValue } from './procedure.js';

/**
 * The reply struct of the wire for what a handler returned: cut to what was asked for, with the counts filled in.
 * @throws RPC when more is asked for than a reply can carry
 */
export function wireRet(procedure: Procedure, ret: WireValue | undefined, args: WireValue): WireValue {
  if (ret === undefined) return {};
  const { counted, stringsOnRequest } = procedure.spec;
  const shown = stringsOnRequest === true ? withoutStrings(ret, args) : ret;
  if (counted === undefined) return shown;
  const list = listOf(shown, counted);
  switch (counted.rule) {
    case 'whole':
      return { ...shown, [counted.count]: list.length };
    case 'results': {
      const asked = Number(args[counted.ask]);
      return { ...shown, [counted.list]: asked === 0 ? [] : list, [counted.count]: list.length };
    }
    case 'params': {
      const asked = askedFor(args, counted);
      return asked === 0
        ? { ...shown, [counted.list]: [], [counted.count]: list.length }
        : { ...shown, [counted.list]: list.slice(0, asked), [counted.count]: 0 };
    }
    case 'limit': {
      const asked = askedFor(args, counted);
      return list.length <= asked ? shown : { ...shown, [counted.list]: list.slice(0, asked) };
    }
    default:
      return counted satisfies never;
  }
}

/** The call struct of the wire for a caller's arguments: the whole list is asked for at once. */
export function wireArgs(procedure: Procedure, args: WireValue): WireValue {
  const counted = procedure.spec.counted;
  if (counted === undefined || counted.rule === 'whole') return args;
  return { ...args, [counted.ask]: counted.rule === 'results' ? 1 : counted.max };
}

/**
 * Refuses a call that asks for more than its reply can carry, or for less than nothing, before anything is done for it.
 * @throws RPC for lists and INTERNAL_ERROR for parameters, as libvirt's daemon answers
 */
export function checkAsked(procedure: Procedure, args: WireValue): void {
  const counted = procedure.spec.counted;
  if (counted?.rule !== 'limit' && counted?.rule !== 'params') return;
  askedFor(args, counted);
  if (Number(args[counted.ask]) < 0 && !isUncut(counted)) throw tooMany(counted, `${counted.ask} must be non-negative`);
}

type Asking = Counted & { readonly rule: 'limit' | 'params' };

function askedFor(args: WireValue, counted: Asking): number {
  const asked = Number(args[counted.ask]);
  if (isUncut(counted)) return asked === 0 ? 0 : counted.max;
  if (asked > counted.max) throw tooMany(counted, `${counted.ask} is ${asked}, at most ${counted.max} fit`);
  return Math.max(0, asked);
}

function isUncut(counted: Asking): boolean {
  return counted.rule === 'params' && counted.uncut === true;
}

function tooMany({ rule, ask }: Asking, detail: string): VirtError {
  // Lists of objects are one thing to libvirt's daemon, figures and parameters another.
  const isFigures = rule === 'params' || ask === 'nparams' || ask === 'maxStats';
  return new VirtError(isFigures ? 'INTERNAL_ERROR' : 'RPC', 'RPC', detail);
}

function listOf(ret: WireValue, counted: Counted): readonly unknown[] {
  const list = ret[counted.list];
  if (!Array.isArray(list)) throw new Error(`handler returned no list '${counted.list}'`);
  return list;
}

/** Clients from before text in typed parameters can't read past one; the flag tells that this client can. */
function withoutStrings(ret: WireValue, args: WireValue): WireValue {
  const { params } = ret;
  if ((Number(args['flags']) & TypedParameterFlags.stringOkay) !== 0 || !Array.isArray(params)) return ret;
  return { ...ret, params: params.filter(param => param?.value?.type !== 'string') };
}
