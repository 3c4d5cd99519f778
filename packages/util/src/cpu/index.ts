/**
 * x86 CPU models and features: decode, compare, baseline.
 * @module @tsvirt/util/cpu
 */
export * from './baseline.js';
export * from './compare.js';
export * from './cpu-description.js';
export * from './cpu-model-names.js';
export * from './x86-data.js';
export * from './x86-decode.js';
export * from './x86-feature-set.js';
export { qemuFeatureNames, unmigratableX86Features, x86FeatureTable } from './x86-features.js';
export * from './x86-model.js';
export { type X86ModelFacts, type X86VendorName, x86ModelTable, x86Vendors } from './x86-models.js';
