/**
 * The contract that every driver keeps, as tests that a driver runs on itself.
 * @module @tsvirt/driver-testkit
 */
export { Bench } from './bench.js';
export { contractRules } from './contract-rules.js';
export { driverContract } from './driver-contract.js';
export type { ContractOptions, DomainTraits, Refusable, Sample, SampleIdentity, Samples } from './options.js';
export { plainSamples } from './plain-samples.js';
export { fullName, type Rule, type RuleGroup } from './rule.js';
export { runRule, type Verdict } from './run-rule.js';
export type { Stage } from './stage.js';
