export * from './secret.js';
export * from './secret-document.js';
