/**
 * The driver of QEMU guests, for the daemon and for `open` with `drivers`.
 * @module @tsvirt/driver-qemu
 */
import { CONTRACT, type DriverContext, defineDriver } from '@tsvirt/core/contract';
import { findEmulators } from './capabilities/emulators.js';

/** The driver of QEMU guests. What it takes to run them is loaded when it is started. */
export default defineDriver({
  name: 'QEMU',
  kind: 'hypervisor',
  contract: CONTRACT,
  schemes: ['qemu'],
  defaultUri: ({ privileged }: DriverContext) => (privileged ? 'qemu:///system' : 'qemu:///session'),
  async probe() {
    const emulators = await findEmulators();
    return emulators.length > 0 || 'no qemu-system-* program is in the folders of PATH';
  },
  async start(context: DriverContext) {
    const { startDriver } = await import('./running-driver.js');
    return startDriver(context);
  },
});
