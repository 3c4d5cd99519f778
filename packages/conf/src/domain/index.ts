export { asDefinition } from './as-definition.js';
export * from './domain.js';
export * from './parse-domain.js';
