import {
  attr,
  type Claims,
  type Description,
  element,
  formOf,
  group,
  many,
  mergeClaims,
  oneOf,
  claimAttribute,
  claimChild,
  range,
  str,
  yesNo,
} from '../kernel/index.js';
import { attributesOf, isRuleProtocol, type RuleProtocol, ruleProtocols } from './protocols.js';

const protocols = Object.keys(ruleProtocols).filter(isRuleProtocol);

const condition = element('condition', {
  name: attr('name', oneOf(...new Set(protocols.flatMap(protocol => Object.keys(attributesOf(protocol)))))),
  value: attr('value', str),
  negated: attr('negated', yesNo),
});

const fields = group({
  action: attr('action', oneOf('drop', 'accept', 'reject', 'return', 'continue')),
  direction: attr('direction', oneOf('in', 'out', 'inout')),
  priority: attr('priority', range(-1000, 1000)).default(500),
  stateless: attr('statematch', yesNo).default(false),
  protocol: attr('protocol', oneOf(...protocols)).optional,
  conditions: many(condition),
});

/** What the element of a protocol accounts for. */
export function protocolClaims(protocol: RuleProtocol): Claims {
  return { attributes: new Set(['match', ...Object.keys(attributesOf(protocol))]), children: new Map() };
}

const ruleAttributes = claimAttribute('action', 'direction', 'priority', 'statematch');

/** What a rule of that protocol accounts for; its element does so itself. */
export function ruleClaims(protocol: RuleProtocol): Claims {
  return mergeClaims([ruleAttributes, claimChild(protocol, 'own')]);
}

/** What a rule is made of: its reader and writer are its own, since each protocol has attributes of its own. */
export const ruleDescription: Description = {
  claims: mergeClaims([ruleAttributes, ...protocols.map(protocol => claimChild(protocol, protocolClaims(protocol)))]),
  form: formOf(fields),
};
