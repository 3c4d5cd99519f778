import { VirtError } from '@tsvirt/util';
import {
  attributeOf,
  child,
  claimChild,
  type ElementSchema,
  element,
  field,
  formOf,
  leaf,
  mergeClaims,
  type RequiredField,
  refined,
  group,
  str,
  type Text,
  type TypeOf,
  unless,
  uuid,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { type NwfilterReference, nwfilterReference } from './filter-reference.js';
import { type FilterRule, filterRule } from './rule.js';

/** A rule of a filter, or the place where another filter's rules go. */
export type FilterEntry =
  | { readonly kind: 'rule'; readonly rule: FilterRule }
  | { readonly kind: 'reference'; readonly reference: NwfilterReference };

const entries: RequiredField<readonly FilterEntry[]> = field<readonly FilterEntry[]>({
  claims: mergeClaims([claimChild('rule', 'own'), claimChild('filterref', 'own')]),
  form: {
    kind: 'list',
    item: {
      kind: 'union',
      discriminator: 'kind',
      absent: undefined,
      arms: new Map([
        ['rule', formOf(group({ rule: child(filterRule) }))],
        ['reference', formOf(group({ reference: child(nwfilterReference) }))],
      ]),
    },
  },
  missing: () => '',
  read(node, reading) {
    const found: FilterEntry[] = [];
    for (const part of node.children) {
      if (part.kind !== 'element') continue;
      if (part.name === 'rule') found.push({ kind: 'rule', rule: filterRule.read(part, reading) });
      else if (part.name === 'filterref') {
        found.push({ kind: 'reference', reference: nwfilterReference.read(part, reading) });
      }
    }
    return found;
  },
  children(value, out) {
    for (const entry of value) {
      if (entry.kind === 'rule') filterRule.write(entry.rule, out);
      else nwfilterReference.write(entry.reference, out);
    }
  },
});

/** Priorities of chains whose name begins so; other chains have 0. */
const chainPriorities: readonly (readonly [string, number])[] = [
  ['mac', -800],
  ['vlan', -750],
  ['ipv4', -700],
  ['ipv6', -600],
  ['arp', -500],
  ['rarp', -400],
  ['stp', 0],
];

const maxChainName = 12;

function chainFault(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'NWFILTER', detail);
}

/** The largest priority of filters and rules, and with a minus the smallest. */
export const maxPriority = 1000;

/** Checks the name of a chain. @throws INVALID_ARG */
export function checkChain(chain: string): void {
  if (chain === 'root') return;
  if (chain.length > maxChainName) {
    throw chainFault(`name of chain '${chain}' is longer than ${maxChainName} characters`);
  }
  if (!/^[a-zA-Z0-9_.:-]*$/.test(chain)) throw chainFault(`name of chain '${chain}' contains invalid characters`);
  if (!chainPriorities.some(([prefix]) => chain.startsWith(prefix))) {
    const prefixes = chainPriorities.map(([prefix]) => prefix).join(', ');
    throw chainFault(`invalid chain name '${chain}': expected 'root' or a name that begins with one of ${prefixes}`);
  }
}

const priorityText: Text<number> = {
  expected: 'a number from -1000 to 1000',
  write: value => String(value),
  read(text) {
    const value = /^\s*[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    return Math.abs(value) <= maxPriority ? value + 0 : undefined;
  },
};

const chainFields = refined(
  group({
    chain: filled('chain', str).default('root'),
    /** Order among the chains, -1000 to 1000; 0 for the root chain. */
    priority: unless(
      filled('priority', priorityText, { code: 'INVALID_ARG', domain: 'NWFILTER' }),
      value => value === 0,
    ),
  }),
  value => {
    checkChain(value.chain);
    if (value.priority !== undefined) return value;
    const known = chainPriorities.find(([prefix]) => value.chain.startsWith(prefix));
    return { ...value, priority: known?.[1] ?? 0 };
  },
);

/** A filter that names no chain is in the root chain, whatever priority it gives. */
const placeFields = field({
  ...chainFields.spec,
  read(node, reading) {
    const value = chainFields.spec.read(node, reading);
    const isNamed = (attributeOf(node, 'chain') ?? '') !== '';
    return value === undefined || isNamed ? value : { ...value, priority: 0 };
  },
});

const filterShape = element(
  'filter',
  {
    name: filled('name', str, { code: 'INTERNAL_ERROR', domain: 'NWFILTER' }),
    place: placeFields,
    uuid: leaf('uuid', uuid, { domain: 'NWFILTER' }).optional,
    entries,
  },
  { empty: 'body' },
);
/** A network filter: what may pass between a guest and the network. */
export interface Nwfilter extends TypeOf<typeof filterShape> {}
export const nwfilter: ElementSchema<Nwfilter> = filterShape;
