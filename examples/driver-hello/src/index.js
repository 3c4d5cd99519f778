// @ts-check
import { CONTRACT, declined, defineDriver } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { domainHandlers } from './handlers.js';
import { HelloHost } from './host.js';

export default defineDriver({
  name: 'Hello',
  kind: 'hypervisor',
  contract: CONTRACT,
  schemes: ['hello'],
  // Any host can run it. A driver that needs a program or a device looks for it here, and answers why not in a sentence.
  probe: async () => true,
  async start(context) {
    const host = new HelloHost(context.log);
    const handlers = domainHandlers(host);
    return {
      open({ uri }) {
        if (uri.host !== undefined) return declined;
        if (uri.path !== '/default') {
          throw new VirtError('INTERNAL_ERROR', 'NONE', `unexpected hello URI path '${uri.path}', try hello:///default`);
        }
        return { handlers, events: host.events };
      },
    };
  },
});
