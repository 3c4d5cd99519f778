import type { XmlElement } from '@tsvirt/util/xml';
import { writeDocument } from '../document.js';
import { type Domain, domain } from '../domain/domain.js';
import {
  attr,
  child,
  type ElementSchema,
  element,
  field,
  type FormatFlags,
  many,
  noClaims,
  oneOf,
  placed,
  single,
  str,
  type Text,
  type TypeOf,
  uint,
  valueFault,
} from '../kernel/index.js';
import { withNotice } from '../store/notice.js';
import { domainStates, type DomainStateName, isDomainStateName } from './domain-states.js';
import { writeTree } from './own-part.js';

const stateNames = Object.keys(domainStates).filter(isDomainStateName);
const state: Text<DomainStateName> = {
  ...oneOf(...stateNames),
  read: text => (isDomainStateName(text) ? text : undefined),
};
const fault = { code: 'INTERNAL_ERROR', domain: 'DOMAIN' } as const;

/** What is in a status beside the parts that every driver has. */
const own = field<readonly XmlElement[]>({
  claims: noClaims,
  form: { kind: 'list', item: { kind: 'tree' } },
  missing: () => '',
  read: () => undefined,
  absent: () => [],
  present: value => value.length > 0,
  children(value, out) {
    for (const part of value) writeTree(out.xml, part);
  },
});

/** What every driver says of a domain that runs. */
export const headFields = {
  state: attr('state', state, fault),
  /** One of the state's in `domainStates`. */
  reason: attr('reason', str).default('unknown'),
  /** The guest's process; absent, or 0, while it is being started, and for drivers without one. */
  pid: attr('pid', uint, fault).optional,
  /** What the guest was given that is not supported, by libvirt's names: `custom-argv`, `host-cpu`. */
  taints: many(single('taint', attr('flag', str))),
};

const statusShape = element('domstatus', {
  ...headFields,
  /** The driver's own part. */
  own,
  /** The live definition, with its id. */
  domain: child<Domain>(domain),
});
/** The file in which a driver keeps a domain that runs. */
export interface StatusDocument extends TypeOf<typeof statusShape> {}

const common = new Set(['taint', 'domain']);

/** Nothing in a status is unknown: what is not common to all drivers is the driver's own. */
export const statusDocument: ElementSchema<StatusDocument> = {
  ...statusShape,
  read(node, reading) {
    const isOwn = (part: XmlElement['children'][number]) => part.kind === 'element' && !common.has(part.name);
    const ownParts = node.children.filter(part => part.kind === 'element').filter(isOwn);
    const value = statusShape.read({ ...node, children: node.children.filter(part => !isOwn(part)) }, reading);
    return ownParts.length === 0 ? value : { ...value, own: ownParts };
  },
};

/** @throws INTERNAL_ERROR for a reason that is none of the state's */
export function validateStatus(status: Pick<StatusDocument, 'state' | 'reason'>): void {
  const { state: given, reason } = status;
  const reasons: readonly string[] = domainStates[given];
  if (reasons.includes(reason)) return;
  placed(status, () => {
    const detail = `invalid reason '${reason}' of domain state '${given}'`;
    throw valueFault(['INTERNAL_ERROR', 'DOMAIN'], detail, status, 'reason');
  });
}

/** Writes a status with the notice that its file begins with. */
export function formatStatus(value: StatusDocument, flags?: FormatFlags): string {
  return withNotice(`edit ${value.domain.name}`, writeDocument(statusDocument, value, flags));
}
