/**
 * What touches the host: processes, files, locks, log destinations, configuration files, native calls, the node.
 * @module @tsvirt/util/host
 */
export * from './atomic-file.js';
export * from './close-on-exec.js';
export * from './command.js';
export * from './conf-file.js';
export * from './conf-syntax.js';
export * from './crowded-socket.js';
export * from './current-user.js';
export * from './datagram.js';
export * from './directory-store.js';
export * from './fd-passing.js';
export * from './file-reading.js';
export * from './local-socket.js';
export * from './lock-file.js';
export * from './log-destinations.js';
export * from './peer-credentials.js';
export * from './process-handle.js';
export * from './spawn.js';
export * from './xdg.js';
export { hasNative, type Libc, native, nativeError, type PollHandle } from './native.js';
export * from './first-start.js';
export * from './host-identity.js';
export * from './node-cpus.js';
export * from './node-info.js';
export * from './node-numa.js';
export * from './host-cpu.js';
export * from './tsc-frequency.js';
export * from './network-device.js';
export * from './tap-device.js';
export { socketPair } from './socket-pair.js';
export { checkSocketPath, socketPathMax } from './socket-path.js';
