/**
 * The driver of the mock hypervisor, for the daemon and for `open` with `drivers`.
 * @module @tsvirt/driver-test
 */
export { testDriver as default } from './driver.js';
