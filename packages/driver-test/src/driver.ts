import {
  CONTRACT,
  type DriverConnection,
  type DriverContext,
  declined,
  defineDriver,
  type OpenRequest,
} from '@tsvirt/core/contract';
import { VirtError, type VirUri } from '@tsvirt/util';
import { completeHost, defaultHost } from './defaults/default-host.js';
import { hostFromText, loadHost } from './host/host-document.js';
import type { HostSurroundings, TestHost } from './host/test-host.js';
import { hostHandlers } from './host-handlers.js';

/** The mock hypervisor: `test:///default`, and `test:///PATH` for hosts that a file describes. */
export const testDriver = defineDriver({
  name: 'TEST',
  kind: 'hypervisor',
  contract: CONTRACT,
  schemes: ['test'],
  probe: async () => true,

  async start(context: DriverContext) {
    // One host for all clients of a name at a time. It goes with the last of them, and the next one finds a fresh one.
    const shared = new Map<string, SharedHost>();
    return {
      async open({ uri }: OpenRequest): Promise<DriverConnection | typeof declined> {
        if (uri.scheme !== 'test') return declined;
        // A host in the URI is a remote daemon's.
        if (uri.host !== undefined && uri.host !== '') return declined;
        if (uri.path === '' || uri.path === '/')
          throw new VirtError('INVALID_ARG', 'TEST', 'the URI names no host: expected test:///default or test:///PATH');
        const surroundings: HostSurroundings = {
          log: context.log,
          complete: asksComplete(uri),
          openConnection: (peer, signal) => context.openConnection(peer, { signal }),
        };
        const load = (): TestHost | Promise<TestHost> =>
          uri.path === '/default'
            ? hostFromText(surroundings.complete ? completeHost : defaultHost, surroundings)
            : loadHost(uri.path, surroundings);
        if (uri.path !== '/default' && !surroundings.complete) return connectionTo(await load());
        const name = `${uri.path}?${surroundings.complete}`;
        const joined = shared.get(name) ?? { connection: loadShared(load), clients: 0 };
        shared.set(name, joined);
        joined.clients++;
        const leave = (): void => {
          if (--joined.clients === 0 && shared.get(name) === joined) shared.delete(name);
        };
        try {
          return { ...(await joined.connection), close: leave };
        } catch (reason) {
          leave();
          throw reason;
        }
      },
    };
  },
});

interface SharedHost {
  readonly connection: Promise<DriverConnection>;
  clients: number;
}

async function loadShared(load: () => TestHost | Promise<TestHost>): Promise<DriverConnection> {
  return connectionTo(await load());
}

/** Whether a client wants what libvirt's mock lacks: `test:///default?complete=1`. */
function asksComplete(uri: VirUri): boolean {
  const value = uri.parameter('complete') ?? '0';
  if (value === '1' || value === '0') return value === '1';
  throw new VirtError('INVALID_ARG', 'TEST', `'${value}' for complete in the URI: expected 0 or 1`);
}

function connectionTo(host: TestHost): DriverConnection {
  return { handlers: hostHandlers(host), events: host.events };
}
