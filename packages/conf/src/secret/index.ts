export { completeSecret } from './complete-secret.js';
export * from './secret.js';
export * from './secret-document.js';
export { validateSecret } from './validate-secret.js';
