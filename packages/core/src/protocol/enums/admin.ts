/** How the daemon exits (`virAdmConnectDaemonShutdownFlags`). */
export const AdmConnectDaemonShutdownFlags = { preserve: 1 } as const;

/** How a client is connected to the daemon (`virClientTransport`). */
export const ClientTransport = { unix: 0, tcp: 1, tls: 2 } as const;
export type ClientTransport = (typeof ClientTransport)[keyof typeof ClientTransport];

/** Names of facts about a daemon's client (`VIR_CLIENT_INFO_*`). */
export const ClientInfoParam = {
  readonly: 'readonly',
  saslUserName: 'sasl_user_name',
  selinuxContext: 'selinux_context',
  socketAddr: 'sock_addr',
  unixGroupId: 'unix_group_id',
  unixGroupName: 'unix_group_name',
  unixProcessId: 'unix_process_id',
  unixUserId: 'unix_user_id',
  unixUserName: 'unix_user_name',
  x509DistinguishedName: 'tls_x509_dname',
} as const;

/** Names of a server's client limits and counts (`VIR_SERVER_CLIENTS_*`). */
export const ServerClientsParam = {
  current: 'nclients',
  max: 'nclients_max',
  unauthCurrent: 'nclients_unauth',
  unauthMax: 'nclients_unauth_max',
} as const;

/** Names of a server's worker parameters (`VIR_THREADPOOL_*`). */
export const ThreadPoolParam = {
  jobQueueDepth: 'jobQueueDepth',
  workersCurrent: 'nWorkers',
  workersFree: 'freeWorkers',
  workersMax: 'maxWorkers',
  workersMin: 'minWorkers',
  workersPriority: 'prioWorkers',
} as const;
