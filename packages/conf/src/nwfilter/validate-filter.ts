import { type ErrorCode, VirtError } from '@tsvirt/util';
import { checkChain, maxPriority, type Nwfilter } from './filter.js';
import type { NwfilterBinding } from './filter-binding.js';
import { type NwfilterReference, variableValue } from './filter-reference.js';
import { attributesOf } from './protocols.js';
import { checkPorts, type FilterRule, type RuleCondition } from './rule.js';
import { valueKinds } from './value-kinds.js';
import { readVariable, variableName } from './variable.js';

function filterFault(detail: string, code: ErrorCode = 'INTERNAL_ERROR'): VirtError {
  return new VirtError(code, 'NWFILTER', detail);
}

/**
 * Checks a filter: its place among the chains, what its rules look at, and that it does not contain itself. Whether
 * the filters that it refers to are there is found out when it is used.
 * @throws INVALID_ARG for its place, OPERATION_FAILED for a filter within itself, INTERNAL_ERROR for its rules
 */
export function validateNwfilter({ name, place, entries }: Nwfilter): void {
  if (name === '') throw filterFault('filter has no name');
  checkChain(place.chain);
  checkPriority(place.priority ?? 0, `filter '${name}'`, 'INVALID_ARG');
  for (const entry of entries) {
    if (entry.kind === 'rule') {
      validateRule(entry.rule);
      continue;
    }
    if (entry.reference.filter === name) {
      throw filterFault(`filter would introduce a loop: '${name}' refers to itself`, 'OPERATION_FAILED');
    }
    validateReference(entry.reference);
  }
}

/** Checks that a binding names its interfaces, and gives variables values that they can have. @throws INTERNAL_ERROR */
export function validateNwfilterBinding({ owner, portdev, linkdev, filter }: NwfilterBinding): void {
  if (portdev === '') throw filterFault('filter binding has no port dev name');
  if (linkdev === '') throw filterFault('filter binding has no link dev name');
  if (owner.name === '') throw filterFault('filter binding has no owner name');
  validateReference(filter);
}

function validateReference({ filter, parameters }: NwfilterReference): void {
  if (filter === '') throw filterFault('rule node requires filter attribute: the name of a filter');
  for (const { name, value } of parameters) {
    if (!variableName.test(name)) throw filterFault(`filter '${filter}': '${name}' is no name of a variable`);
    if (!variableValue.test(value))
      throw filterFault(`filter '${filter}': '${value}' is no value of variable '${name}'`);
  }
}

function validateRule(rule: FilterRule): void {
  checkPriority(rule.priority, 'rule', 'INTERNAL_ERROR');
  if (rule.protocol === undefined) {
    const [condition] = rule.conditions;
    if (condition !== undefined) throw filterFault(`a rule with '${condition.name}' requires a protocol`);
    return;
  }
  const kinds = attributesOf(rule.protocol);
  for (const { name, value } of rule.conditions) {
    const kind = kinds[name];
    if (kind === undefined) throw filterFault(`protocol '${rule.protocol}' has no attribute '${name}'`);
    if (readCondition(kind, value) === undefined) throw filterFault(`${name} has illegal value ${value}`);
  }
  checkPorts(rule);
}

function readCondition(kind: keyof typeof valueKinds, value: RuleCondition['value']): string | undefined {
  return value.startsWith('$') && kind !== 'comment' ? readVariable(value) : valueKinds[kind](value);
}

function checkPriority(priority: number, of: string, code: ErrorCode): void {
  if (Number.isInteger(priority) && Math.abs(priority) <= maxPriority) return;
  throw filterFault(`priority ${priority} of ${of} is not within ${-maxPriority} to ${maxPriority}`, code);
}
