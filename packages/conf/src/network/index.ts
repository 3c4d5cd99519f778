export * from './bridge.js';
export * from './dhcp.js';
export * from './dns.js';
export * from './forward.js';
export * from './ip.js';
export { ipText, ipv4Text } from './ip-text.js';
export * from './network.js';
export * from './network-document.js';
export * from './portgroup.js';
