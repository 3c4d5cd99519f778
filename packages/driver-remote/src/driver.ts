import { CONTRACT, type DriverContext, defineDriver } from '@tsvirt/core/contract';

/** Connections to the daemons of other hosts. What it takes to make them is loaded when it is started. */
export const remoteDriver = defineDriver({
  name: 'REMOTE',
  kind: 'hypervisor',
  contract: CONTRACT,
  schemes: ['*'],
  async start(context: DriverContext) {
    const { startRemote } = await import('./connection/running-driver.js');
    return startRemote(context);
  },
});
