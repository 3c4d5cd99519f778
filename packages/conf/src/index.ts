/**
 * libvirt's XML documents as values: parse, check, complete, change, compare, write.
 * @module @tsvirt/conf
 */
export { type DocumentKind, documentKind, type Parsed } from './document.js';
export * from './build/index.js';
export * from './capabilities/index.js';
export * from './diff/index.js';
export * from './cpu/index.js';
export * from './documents/index.js';
export * from './domain/index.js';
export * from './domain-capabilities/index.js';
export * from './interface/index.js';
export * from './json/index.js';
export * from './kernel/index.js';
export * from './network/index.js';
export * from './node-device/index.js';
export * from './nwfilter/index.js';
export * from './origins/index.js';
export * from './secret/index.js';
export * from './snapshot/index.js';
export * from './storage/index.js';
export * from './status/index.js';
export * from './storage-capabilities/index.js';
export * from './store/index.js';
export * from './vmx/index.js';
