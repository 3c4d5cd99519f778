export * from './errno.js';
export * from './error-codes.js';
export * from './error-domains.js';
export * from './uuid.js';
export * from './virt-error.js';
