export { type Origin, type OriginOptions, originsOf, type TracedDocument } from './origins-of.js';
