export * from './bond-monitor.js';
export * from './interface.js';
export * from './interface-document.js';
export * from './link.js';
export * from './protocol.js';
export { validateHostInterface } from './validate-interface.js';
