export { completeNwfilter } from './complete-filter.js';
export * from './filter.js';
export * from './filter-binding.js';
export * from './filter-binding-document.js';
export * from './filter-document.js';
export * from './filter-reference.js';
export { attributesOf, isRuleProtocol, type RuleProtocol, ruleProtocols } from './protocols.js';
export * from './rule.js';
export { type ValueKind, type ValueKindName, valueKinds } from './value-kinds.js';
