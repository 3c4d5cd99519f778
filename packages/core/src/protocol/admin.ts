import { nonnullClient, nonnullServer } from './admin-shapes.js';
import {
  clientInfoParametersMax,
  clientListMax,
  serverClientLimitsMax,
  serverListMax,
  serverThreadpoolParametersMax,
} from './limits.js';
import { type NoEvents, procedures, type Program, program } from './procedure.js';
import { optText, text } from './text.js';
import { typedParam } from './typed-param.js';
import { array, uhyper, uint, wireOnly } from './xdr.js';

const procedureTable = procedures({
  /** Opens the connection to the daemon. */
  connectOpen: { number: 1, since: '2.0.0', api: 'virAdmConnectOpen', args: { flags: uint } },

  /** Closes the connection. */
  connectClose: { number: 2, since: '2.0.0', api: 'virAdmConnectClose' },

  /** Version of the daemon's library as major * 1000000 + minor * 1000 + release. */
  connectGetLibVersion: { number: 3, since: '2.0.0', api: 'virAdmConnectGetLibVersion', ret: { libVer: uhyper } },

  /** The daemon's servers. */
  connectListServers: {
    number: 4,
    since: '2.0.0',
    api: 'virAdmConnectListServers',
    args: { needResults: wireOnly(uint), flags: uint },
    ret: { servers: array(nonnullServer, serverListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'servers', ask: 'needResults', count: 'ret' },
  },

  /** Finds a server by name. */
  connectLookupServer: {
    number: 5,
    since: '2.0.0',
    api: 'virAdmConnectLookupServer',
    args: { name: text, flags: uint },
    ret: { srv: nonnullServer },
  },

  /** Workers of a server; names in `ThreadPoolParam`. */
  serverGetThreadPoolParameters: {
    number: 6,
    since: '2.0.0',
    api: 'virAdmServerGetThreadPoolParameters',
    args: { srv: nonnullServer, flags: uint },
    ret: { params: array(typedParam, serverThreadpoolParametersMax) },
  },

  /** Changes how many workers a server may have. */
  serverSetThreadPoolParameters: {
    number: 7,
    since: '2.0.0',
    api: 'virAdmServerSetThreadPoolParameters',
    args: { srv: nonnullServer, params: array(typedParam, serverThreadpoolParametersMax), flags: uint },
  },

  /** Clients that are connected to a server. */
  serverListClients: {
    number: 8,
    since: '2.0.0',
    api: 'virAdmServerListClients',
    args: { srv: nonnullServer, needResults: wireOnly(uint), flags: uint },
    ret: { clients: array(nonnullClient, clientListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'clients', ask: 'needResults', count: 'ret' },
  },

  /** Finds a client of a server by its id. */
  serverLookupClient: {
    number: 9,
    since: '2.0.0',
    api: 'virAdmServerLookupClient',
    args: { srv: nonnullServer, id: uhyper, flags: uint },
    ret: { clnt: nonnullClient },
  },

  /** Who a client is; names in `ClientInfoParam`. */
  clientGetInfo: {
    number: 10,
    since: '2.0.0',
    api: 'virAdmClientGetInfo',
    args: { clnt: nonnullClient, flags: uint },
    ret: { params: array(typedParam, clientInfoParametersMax) },
  },

  /** Disconnects a client. */
  clientClose: { number: 11, since: '2.0.0', api: 'virAdmClientClose', args: { clnt: nonnullClient, flags: uint } },

  /** How many clients a server takes, and has; names in `ServerClientsParam`. */
  serverGetClientLimits: {
    number: 12,
    since: '2.0.0',
    api: 'virAdmServerGetClientLimits',
    args: { srv: nonnullServer, flags: uint },
    ret: { params: array(typedParam, serverClientLimitsMax) },
  },

  /** Changes how many clients a server takes. */
  serverSetClientLimits: {
    number: 13,
    since: '2.0.0',
    api: 'virAdmServerSetClientLimits',
    args: { srv: nonnullServer, params: array(typedParam, serverClientLimitsMax), flags: uint },
  },

  /** Where the daemon logs, in the syntax of its configuration; `noutputs` counts them. */
  connectGetLoggingOutputs: {
    number: 14,
    since: '3.0.0',
    api: 'virAdmConnectGetLoggingOutputs',
    args: { flags: uint },
    ret: { outputs: text, noutputs: uint },
  },

  /** What the daemon logs, in the syntax of its configuration; null without filters. */
  connectGetLoggingFilters: {
    number: 15,
    since: '3.0.0',
    api: 'virAdmConnectGetLoggingFilters',
    args: { flags: uint },
    ret: { filters: optText, nfilters: uint },
  },

  /** Changes where the daemon logs; null restores the default. */
  connectSetLoggingOutputs: {
    number: 16,
    since: '3.0.0',
    api: 'virAdmConnectSetLoggingOutputs',
    args: { outputs: optText, flags: uint },
  },

  /** Changes what the daemon logs; null removes all filters. */
  connectSetLoggingFilters: {
    number: 17,
    since: '3.0.0',
    api: 'virAdmConnectSetLoggingFilters',
    args: { filters: optText, flags: uint },
  },

  /** Has a server read its TLS certificates anew. */
  serverUpdateTlsFiles: {
    number: 18,
    since: '2.0.0',
    api: 'virAdmServerUpdateTlsFiles',
    args: { srv: nonnullServer, flags: uint },
  },

  /** Has the daemon exit after `timeout` seconds without clients and guests; 0 lets it stay. */
  connectSetDaemonTimeout: {
    number: 19,
    since: '8.6.0',
    api: 'virAdmConnectSetDaemonTimeout',
    args: { timeout: uint, flags: uint },
  },

  /** Has the daemon exit; `flags` may ask to save the state of running guests first. */
  connectDaemonShutdown: { number: 20, since: '11.2.0', api: 'virAdmConnectDaemonShutdown', args: { flags: uint } },
});
type InferredProcedures = typeof procedureTable;
/** Every procedure of the admin program, by name. */
export interface AdminProcedures extends InferredProcedures {}

/** The program that administers the daemon itself, on a socket of its own. */
export const admin: Program<AdminProcedures, NoEvents> = program('admin', 0x0690_0690, 1, procedureTable, {});
