import {
  CONTRACT,
  type DriverConnection,
  type DriverContext,
  declined,
  defineDriver,
  type OpenRequest,
} from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { defaultHost } from './defaults/default-host.js';
import { hostFromText, loadHost } from './host/host-document.js';
import type { TestHost } from './host/test-host.js';
import { hostHandlers } from './host-handlers.js';

/** The mock hypervisor: `test:///default`, and `test:///PATH` for hosts that a file describes. */
export const testDriver = defineDriver({
  name: 'TEST',
  kind: 'hypervisor',
  contract: CONTRACT,
  schemes: ['test'],
  probe: async () => true,

  async start(context: DriverContext) {
    let shared: { readonly connection: DriverConnection; clients: number } | undefined;
    return {
      async open({ uri }: OpenRequest): Promise<DriverConnection | typeof declined> {
        if (uri.scheme !== 'test') return declined;
        // A host in the URI is a remote daemon's.
        if (uri.host !== undefined && uri.host !== '') return declined;
        if (uri.path === '' || uri.path === '/')
          throw new VirtError('INVALID_ARG', 'TEST', 'the URI names no host: expected test:///default or test:///PATH');
        if (uri.path !== '/default') return connectionTo(await loadHost(uri.path, { log: context.log }));
        // One host for all clients at a time. It goes with the last of them, and the next one finds a fresh one.
        shared ??= { connection: connectionTo(hostFromText(defaultHost, { log: context.log })), clients: 0 };
        const joined = shared;
        joined.clients++;
        return {
          ...joined.connection,
          close() {
            if (--joined.clients === 0 && shared === joined) shared = undefined;
          },
        };
      },
    };
  },
});

function connectionTo(host: TestHost): DriverConnection {
  return { handlers: hostHandlers(host), events: host.events };
}
