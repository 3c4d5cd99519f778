import { VirtError } from '@tsvirt/util';
import { type AdminProcedures, ServerClientsParam, ThreadPoolParam } from '../../protocol/index.js';
import type { OwnHandlers } from '../served-program.js';
import { type Administration, clientReference, serverNamed } from './administration.js';
import { invalid, refuseFlags, uintParam, uintsOf } from './parameters.js';

const { workersMin, workersMax, workersCurrent, workersFree, workersPriority, jobQueueDepth } = ThreadPoolParam;
const { max, current, unauthMax, unauthCurrent } = ServerClientsParam;

/**
 * Servers, their limits, their clients. The worker numbers are libvirt's: one event loop does the work here, so they
 * are kept, by the rules that clients know, and change nothing.
 */
export function serverProcedures(admin: Administration) {
  return {
    connectListServers({ flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      return { servers: admin.servers.map(({ name }) => ({ name })) };
    },

    connectLookupServer({ name, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      return { srv: { name: serverNamed(admin, name).name } };
    },

    serverGetThreadPoolParameters({ srv, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      const { workers, callsAtWork } = server;
      return {
        params: [
          uintParam(workersMin, workers.min),
          uintParam(workersMax, workers.max),
          uintParam(workersCurrent, workers.min),
          uintParam(workersFree, Math.max(0, workers.min - callsAtWork)),
          uintParam(workersPriority, workers.priority),
          uintParam(jobQueueDepth, Math.max(0, callsAtWork - workers.max)),
        ],
      };
    },

    serverSetThreadPoolParameters({ srv, params, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      const wanted = uintsOf(params, [workersMin, workersMax, workersPriority]);
      const change = {
        min: wanted.get(workersMin) ?? server.workers.min,
        max: wanted.get(workersMax) ?? server.workers.max,
        priority: wanted.get(workersPriority) ?? server.workers.priority,
      };
      if (change.max === 0) throw invalid(`${workersMax} must be greater than 0`);
      if (change.min > change.max) throw invalid(`${workersMin} cannot be larger than ${workersMax}`);
      server.workers = change;
    },

    serverListClients({ srv, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      return { clients: server.clients.map(session => clientReference(server, session)) };
    },

    serverGetClientLimits({ srv, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      return {
        params: [
          uintParam(max, server.limits.maxClients),
          uintParam(current, server.clientCount),
          uintParam(unauthMax, server.limits.maxAnonymousClients),
          uintParam(unauthCurrent, server.anonymousCount),
        ],
      };
    },

    serverSetClientLimits({ srv, params, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      const wanted = uintsOf(params, [max, unauthMax]);
      const maxClients = wanted.get(max) ?? server.limits.maxClients;
      const maxAnonymousClients = wanted.get(unauthMax) ?? server.limits.maxAnonymousClients;
      if (maxAnonymousClients > maxClients) {
        throw invalid(`${unauthMax} ${maxAnonymousClients} must not be larger than ${max} ${maxClients}`);
      }
      server.setLimits({ maxClients, maxAnonymousClients });
    },

    async serverUpdateTlsFiles({ srv, flags }, { procedure }) {
      refuseFlags(flags, procedure.apiName);
      const server = serverNamed(admin, srv.name);
      if (admin.updateTls === undefined) {
        throw new VirtError('INTERNAL_ERROR', 'RPC', 'no tls service found, unable to update tls files');
      }
      await admin.updateTls(server);
    },
  } satisfies OwnHandlers<AdminProcedures>;
}
