export { type DocumentKind, documentKind, type Parsed } from './document.js';
export * from './domain/index.js';
export * from './interface/index.js';
export * from './kernel/index.js';
export * from './network/index.js';
export * from './node-device/index.js';
export * from './nwfilter/index.js';
export * from './secret/index.js';
export * from './storage/index.js';
