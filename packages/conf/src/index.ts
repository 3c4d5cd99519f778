export * from './domain/index.js';
export * from './kernel/index.js';
