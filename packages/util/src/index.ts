/**
 * Errors, identifiers, units, logging, events, jobs: pure code that runs in browsers too.
 * @module @tsvirt/util
 */
export * from './abort.js';
export * from './architecture.js';
export * from './bitmap.js';
export * from './deferred.js';
export * from './emitter.js';
export * from './errno.js';
export * from './error-codes.js';
export * from './error-domains.js';
export * from './job-queue.js';
export * from './limiter.js';
export * from './log.js';
export * from './log-syntax.js';
export * from './mac-address.js';
export * from './socket-address.js';
export * from './undo.js';
export * from './units.js';
export * from './uri.js';
export * from './uuid.js';
export * from './virt-error.js';
