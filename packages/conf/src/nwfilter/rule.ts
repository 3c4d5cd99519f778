import { VirtError } from '@tsvirt/util';
import type { XmlAttribute, XmlElement } from '@tsvirt/util/xml';
import { attributeOf, type ElementSchema, fault, type Output, type Reading } from '../kernel/index.js';
import {
  type Kept,
  keptParts,
  reportUnclaimed,
  unclaimed,
  writeKeptAttributes,
  writeKeptChildren,
} from '../kernel/unknown.js';
import { attributesOf, isRuleProtocol, type RuleProtocol } from './protocols.js';
import { protocolClaims, ruleClaims, ruleDescription } from './rule-description.js';
import { valueKinds } from './value-kinds.js';
import { readVariable } from './variable.js';

/** What becomes of a packet. */
export type RuleAction = 'drop' | 'accept' | 'reject' | 'return' | 'continue';

/** Which way a packet goes, seen from the guest. */
export type RuleDirection = 'in' | 'out' | 'inout';

/** One thing that a rule looks at in a packet. */
export interface RuleCondition {
  /** Name of the attribute, such as `srcipaddr`. */
  readonly name: string;
  /** Canonical spelling: lower-case addresses, masks as prefix lengths, known numbers by name; or a variable (`$IP`). */
  readonly value: string;
  /** The packet must not be like that. */
  readonly negated: boolean;
}

/** One rule of a network filter. */
export interface FilterRule {
  readonly action: RuleAction;
  readonly direction: RuleDirection;
  /** -1000 to 1000; lower comes first. */
  readonly priority: number;
  /** Whether the packets that answer are not let through as well. */
  readonly stateless: boolean;
  /** Absent: every packet. */
  readonly protocol: RuleProtocol | undefined;
  /** In the order of the protocol's table. All must hold. */
  readonly conditions: readonly RuleCondition[];
  /** What its description does not account for, when that is kept. */
  readonly [keptParts]?: Kept;
}

const actions: readonly RuleAction[] = ['drop', 'accept', 'reject', 'return', 'continue'];
const directions: readonly RuleDirection[] = ['in', 'out', 'inout'];
const defaultPriority = 500;

function required<T extends string>(node: XmlElement, reading: Reading, name: string, words: readonly T[]): T {
  const given = attributeOf(node, name);
  const kind = { domain: 'NWFILTER' } as const;
  if (given === undefined)
    throw fault(node, reading, `rule node requires ${name} attribute`, '', { ...kind, code: 'INTERNAL_ERROR' });
  const word = words.find(entry => entry === given);
  if (word === undefined) {
    const what = `unknown rule ${name} attribute value '${given}'`;
    const hint = `: expected one of ${words.map(entry => `'${entry}'`).join(', ')}`;
    throw fault(node, reading, what, hint, { ...kind, code: 'CONFIG_UNSUPPORTED' });
  }
  return word;
}

function priorityOf(node: XmlElement): number {
  const given = attributeOf(node, 'priority') ?? '';
  const priority = /^\s*[+-]?\d{1,4}$/.test(given) ? Number(given) : Number.NaN;
  return Math.abs(priority) <= 1000 ? priority + 0 : defaultPriority;
}

function readElement(
  node: XmlElement,
  reading: Reading,
  protocol: RuleProtocol,
  into: Map<string, RuleCondition>,
): void {
  const negated = attributeOf(node, 'match') === 'no';
  for (const [name, kind] of Object.entries(attributesOf(protocol))) {
    const given = attributeOf(node, name);
    if (given === undefined) continue;
    const value = given.startsWith('$') && kind !== 'comment' ? readVariable(given) : valueKinds[kind](given);
    if (value === undefined) throw new VirtError('INTERNAL_ERROR', 'NWFILTER', `${name} has illegal value ${given}`);
    into.set(name, { name, value, negated });
  }
}

const portProtocols = new Set(['tcp', 'udp', 'sctp', '33', '0x21']);

/**
 * Ports exist only in some protocols, so a rule about IP packets with ports has to name one of these.
 * @throws INTERNAL_ERROR
 */
export function checkPorts(rule: FilterRule): void {
  if (rule.protocol !== 'ip' && rule.protocol !== 'ipv6') return;
  if (!rule.conditions.some(({ name }) => name.startsWith('srcport') || name.startsWith('dstport'))) return;
  const protocol = rule.conditions.find(({ name }) => name === 'protocol');
  if (protocol !== undefined && (portProtocols.has(protocol.value) || protocol.value.startsWith('$'))) return;
  throw new VirtError(
    'INTERNAL_ERROR',
    'NWFILTER',
    'a rule with ports for IP requires a protocol with ports: tcp(6), udp(17), dccp(33) or sctp(132)',
  );
}

function read(node: XmlElement, reading: Reading): FilterRule {
  let protocol: RuleProtocol | undefined;
  const given = new Map<string, RuleCondition>();
  const action = required(node, reading, 'action', actions);
  const direction = required(node, reading, 'direction', directions);
  for (const part of node.children) {
    if (part.kind !== 'element') continue;
    if (protocol === undefined && isRuleProtocol(part.name)) protocol = part.name;
    if (protocol !== undefined && part.name === protocol) readElement(part, reading, protocol, given);
  }
  const order = protocol === undefined ? [] : Object.keys(attributesOf(protocol));
  const stateMatch = attributeOf(node, 'statematch');
  const rule: FilterRule = {
    action,
    direction,
    priority: priorityOf(node),
    stateless: stateMatch === '0' || stateMatch?.toLowerCase() === 'false',
    protocol,
    conditions: order.flatMap(name => given.get(name) ?? []),
  };
  checkPorts(rule);
  if (reading.unknown === 'drop') return rule;
  const kept = unknownParts(node, protocol, reading);
  return reading.unknown === 'keep' && kept !== undefined ? { ...rule, [keptParts]: kept } : rule;
}

/**
 * What a rule's description does not account for, other protocols than the rule's among it; listed in the reading when
 * that reports. Several elements of the protocol are one to the rule.
 */
function unknownParts(node: XmlElement, protocol: RuleProtocol | undefined, reading: Reading): Kept | undefined {
  const claims = protocol === undefined ? ruleDescription.claims : ruleClaims(protocol);
  const isReported = reading.unknown === 'report';
  const kept = unclaimed(node, claims);
  if (kept !== undefined && isReported) reportUnclaimed(node, kept, claims, reading);
  if (protocol === undefined) return kept;
  const attributes: XmlAttribute[] = [];
  const children: XmlElement[] = [];
  for (const part of node.children) {
    if (part.kind !== 'element' || part.name !== protocol) continue;
    const rest = unclaimed(part, protocolClaims(protocol));
    if (rest === undefined) continue;
    if (isReported) reportUnclaimed(part, rest, protocolClaims(protocol), reading);
    attributes.push(...rest.attributes.filter(({ name }) => !attributes.some(other => other.name === name)));
    children.push(...rest.children);
  }
  if (attributes.length === 0 && children.length === 0) return kept;
  const inner = new Map([[protocol, { attributes, children, inner: new Map<string, Kept>() }]]);
  return { attributes: kept?.attributes ?? [], children: kept?.children ?? [], inner };
}

/** Conditions share an element as long as they are all to be met, or all not. */
function writeConditions(protocol: RuleProtocol, conditions: readonly RuleCondition[], out: Output): void {
  const { xml } = out;
  if (conditions.length === 0) xml.open(protocol);
  let before: boolean | undefined;
  for (const { name, value, negated } of conditions) {
    if (negated !== before) {
      if (before !== undefined) xml.close();
      xml.open(protocol);
      if (negated) xml.attribute('match', 'no');
      before = negated;
    }
    xml.attribute(name, value);
  }
  const rule = out.kept;
  out.kept = rule?.inner.get(protocol);
  writeKeptAttributes(out);
  writeKeptChildren(out);
  out.kept = rule;
  xml.close();
}

/** `<rule>` of a network filter. */
export const filterRule: ElementSchema<FilterRule> = {
  name: 'rule',
  describe: () => ruleDescription,
  read,
  write(rule, out) {
    out.xml.open('rule');
    out.xml.attribute('action', rule.action);
    out.xml.attribute('direction', rule.direction);
    out.xml.attribute('priority', rule.priority);
    if (rule.stateless) out.xml.attribute('statematch', 'false');
    const before = out.kept;
    out.kept = rule[keptParts];
    writeKeptAttributes(out);
    if (rule.protocol !== undefined) writeConditions(rule.protocol, rule.conditions, out);
    writeKeptChildren(out);
    out.kept = before;
    out.xml.close();
  },
};
