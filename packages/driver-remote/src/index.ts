/**
 * The driver that forwards a daemon's clients to other daemons.
 * @module @tsvirt/driver-remote
 */
export { remoteDriver as default } from './driver.js';
