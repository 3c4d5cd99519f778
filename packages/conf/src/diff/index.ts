export type { Change } from './change.js';
export { type DiffOptions, diffDocuments } from './diff-documents.js';
export { pairItems, textOf } from './pair-items.js';
