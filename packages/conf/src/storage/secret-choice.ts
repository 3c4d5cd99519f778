import type { Finding } from '../kernel/index.js';

const nobody = { domain: 'NONE' } as const;

/** A reference to a secret names it by its UUID or by its usage, not by both. */
export function secretChoice(reference: { readonly uuid?: unknown; readonly usage?: unknown }): Finding | undefined {
  const { uuid, usage } = reference;
  if (uuid === undefined && usage === undefined) {
    return { what: 'missing secret uuid or usage attribute', kind: nobody };
  }
  return uuid !== undefined && usage !== undefined
    ? { what: 'either secret uuid or usage expected', kind: nobody }
    : undefined;
}
