export * from './cpu-document.js';
