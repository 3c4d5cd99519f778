/** One error code of the API: its number on the wire and the phrase a client shows. */
export interface ErrorCodeEntry {
  /** The value of `virErrorNumber`. */
  readonly number: number;
  /** The whole message when the error carries no detail. */
  readonly phrase: string;
  /** The message's form when there is a detail; `%s` stands for it. Travels as `str1`. */
  readonly template: string;
}

/**
 * Every error code, by its name in the API without `VIR_ERR_` (virterror.h, up to 11.7). The phrases are
 * those that existing clients show and compare.
 */
export const errorCodes = {
  INTERNAL_ERROR: { number: 1, phrase: 'internal error', template: 'internal error: %s' },
  NO_MEMORY: { number: 2, phrase: 'out of memory', template: 'out of memory: %s' },
  NO_SUPPORT: {
    number: 3,
    phrase: 'this function is not supported by the connection driver',
    template: 'this function is not supported by the connection driver: %s',
  },
  UNKNOWN_HOST: { number: 4, phrase: 'unknown host', template: 'unknown host %s' },
  NO_CONNECT: {
    number: 5,
    phrase: 'no connection driver available',
    template: 'no connection driver available for %s',
  },
  INVALID_CONN: { number: 6, phrase: 'invalid connection pointer in', template: 'invalid connection pointer in %s' },
  INVALID_DOMAIN: { number: 7, phrase: 'invalid domain pointer in', template: 'invalid domain pointer in %s' },
  INVALID_ARG: { number: 8, phrase: 'invalid argument', template: 'invalid argument: %s' },
  OPERATION_FAILED: { number: 9, phrase: 'operation failed', template: 'operation failed: %s' },
  GET_FAILED: { number: 10, phrase: 'GET operation failed', template: 'GET operation failed: %s' },
  POST_FAILED: { number: 11, phrase: 'POST operation failed', template: 'POST operation failed: %s' },
  HTTP_ERROR: { number: 12, phrase: 'got unknown HTTP error code', template: 'got unknown HTTP error code %s' },
  SEXPR_SERIAL: { number: 13, phrase: 'failed to serialize S-Expr', template: 'failed to serialize S-Expr: %s' },
  NO_XEN: {
    number: 14,
    phrase: 'could not use Xen hypervisor entry',
    template: 'could not use Xen hypervisor entry %s',
  },
  XEN_CALL: { number: 15, phrase: 'failed Xen syscall', template: 'failed Xen syscall %s' },
  OS_TYPE: { number: 16, phrase: 'unknown OS type', template: 'unknown OS type %s' },
  NO_KERNEL: { number: 17, phrase: 'missing kernel information', template: 'missing kernel information: %s' },
  NO_ROOT: { number: 18, phrase: 'missing root device information', template: 'missing root device information in %s' },
  NO_SOURCE: {
    number: 19,
    phrase: 'missing source information for device',
    template: 'missing source information for device %s',
  },
  NO_TARGET: {
    number: 20,
    phrase: 'missing target information for device',
    template: 'missing target information for device %s',
  },
  NO_NAME: { number: 21, phrase: 'missing name information', template: 'missing name information in %s' },
  NO_OS: {
    number: 22,
    phrase: 'missing operating system information',
    template: 'missing operating system information for %s',
  },
  NO_DEVICE: { number: 23, phrase: 'missing devices information', template: 'missing devices information for %s' },
  NO_XENSTORE: { number: 24, phrase: 'could not connect to Xen Store', template: 'could not connect to Xen Store %s' },
  DRIVER_FULL: { number: 25, phrase: 'too many drivers registered', template: 'too many drivers registered in %s' },
  CALL_FAILED: { number: 26, phrase: 'library call failed', template: 'library call failed: %s' },
  XML_ERROR: { number: 27, phrase: 'XML description is invalid or not well formed', template: 'XML error: %s' },
  DOM_EXIST: { number: 28, phrase: 'this domain exists already', template: 'domain %s exists already' },
  OPERATION_DENIED: {
    number: 29,
    phrase: 'operation forbidden for read only access',
    template: 'operation forbidden: %s',
  },
  OPEN_FAILED: {
    number: 30,
    phrase: 'failed to open configuration file',
    template: 'failed to open configuration file %s',
  },
  READ_FAILED: {
    number: 31,
    phrase: 'failed to read configuration file',
    template: 'failed to read configuration file %s',
  },
  PARSE_FAILED: {
    number: 32,
    phrase: 'failed to parse configuration file',
    template: 'failed to parse configuration file %s',
  },
  CONF_SYNTAX: {
    number: 33,
    phrase: 'configuration file syntax error',
    template: 'configuration file syntax error: %s',
  },
  WRITE_FAILED: {
    number: 34,
    phrase: 'failed to write configuration file',
    template: 'failed to write configuration file: %s',
  },
  XML_DETAIL: { number: 35, phrase: 'parser error', template: '%s' },
  INVALID_NETWORK: { number: 36, phrase: 'invalid network pointer in', template: 'invalid network pointer in %s' },
  NETWORK_EXIST: { number: 37, phrase: 'this network exists already', template: 'network %s exists already' },
  SYSTEM_ERROR: { number: 38, phrase: 'system call error', template: '%s' },
  RPC: { number: 39, phrase: 'RPC error', template: '%s' },
  GNUTLS_ERROR: { number: 40, phrase: 'GNUTLS call error', template: '%s' },
  VIR_WAR_NO_NETWORK: { number: 41, phrase: 'Failed to find the network', template: 'Failed to find the network: %s' },
  NO_DOMAIN: { number: 42, phrase: 'Domain not found', template: 'Domain not found: %s' },
  NO_NETWORK: { number: 43, phrase: 'Network not found', template: 'Network not found: %s' },
  INVALID_MAC: { number: 44, phrase: 'invalid MAC address', template: 'invalid MAC address: %s' },
  AUTH_FAILED: { number: 45, phrase: 'authentication failed', template: 'authentication failed: %s' },
  INVALID_STORAGE_POOL: {
    number: 46,
    phrase: 'invalid storage pool pointer in',
    template: 'invalid storage pool pointer in %s',
  },
  INVALID_STORAGE_VOL: {
    number: 47,
    phrase: 'invalid storage volume pointer in',
    template: 'invalid storage volume pointer in %s',
  },
  VIR_WAR_NO_STORAGE: {
    number: 48,
    phrase: 'Failed to find a storage driver',
    template: 'Failed to find a storage driver: %s',
  },
  NO_STORAGE_POOL: { number: 49, phrase: 'Storage pool not found', template: 'Storage pool not found: %s' },
  NO_STORAGE_VOL: { number: 50, phrase: 'Storage volume not found', template: 'Storage volume not found: %s' },
  VIR_WAR_NO_NODE: { number: 51, phrase: 'Failed to find a node driver', template: 'Failed to find a node driver: %s' },
  INVALID_NODE_DEVICE: {
    number: 52,
    phrase: 'invalid node device pointer',
    template: 'invalid node device pointer in %s',
  },
  NO_NODE_DEVICE: { number: 53, phrase: 'Node device not found', template: 'Node device not found: %s' },
  NO_SECURITY_MODEL: { number: 54, phrase: 'Security model not found', template: 'Security model not found: %s' },
  OPERATION_INVALID: {
    number: 55,
    phrase: 'Requested operation is not valid',
    template: 'Requested operation is not valid: %s',
  },
  VIR_WAR_NO_INTERFACE: {
    number: 56,
    phrase: 'Failed to find the interface',
    template: 'Failed to find the interface: %s',
  },
  NO_INTERFACE: { number: 57, phrase: 'Interface not found', template: 'Interface not found: %s' },
  INVALID_INTERFACE: {
    number: 58,
    phrase: 'invalid interface pointer in',
    template: 'invalid interface pointer in %s',
  },
  MULTIPLE_INTERFACES: {
    number: 59,
    phrase: 'multiple matching interfaces found',
    template: 'multiple matching interfaces found: %s',
  },
  VIR_WAR_NO_NWFILTER: {
    number: 60,
    phrase: 'Failed to start the nwfilter driver',
    template: 'Failed to start the nwfilter driver: %s',
  },
  INVALID_NWFILTER: { number: 61, phrase: 'Invalid network filter', template: 'Invalid network filter: %s' },
  NO_NWFILTER: { number: 62, phrase: 'Network filter not found', template: 'Network filter not found: %s' },
  BUILD_FIREWALL: {
    number: 63,
    phrase: 'Error while building firewall',
    template: 'Error while building firewall: %s',
  },
  VIR_WAR_NO_SECRET: {
    number: 64,
    phrase: 'Failed to find a secret storage driver',
    template: 'Failed to find a secret storage driver: %s',
  },
  INVALID_SECRET: { number: 65, phrase: 'Invalid secret', template: 'Invalid secret: %s' },
  NO_SECRET: { number: 66, phrase: 'Secret not found', template: 'Secret not found: %s' },
  CONFIG_UNSUPPORTED: { number: 67, phrase: 'unsupported configuration', template: 'unsupported configuration: %s' },
  OPERATION_TIMEOUT: { number: 68, phrase: 'Timed out during operation', template: 'Timed out during operation: %s' },
  MIGRATE_PERSIST_FAILED: {
    number: 69,
    phrase: 'Failed to make domain persistent after migration',
    template: 'Failed to make domain persistent after migration: %s',
  },
  HOOK_SCRIPT_FAILED: {
    number: 70,
    phrase: 'Hook script execution failed',
    template: 'Hook script execution failed: %s',
  },
  INVALID_DOMAIN_SNAPSHOT: { number: 71, phrase: 'Invalid domain snapshot', template: 'Invalid domain snapshot: %s' },
  NO_DOMAIN_SNAPSHOT: { number: 72, phrase: 'Domain snapshot not found', template: 'Domain snapshot not found: %s' },
  INVALID_STREAM: { number: 73, phrase: 'invalid stream pointer', template: 'invalid stream pointer in %s' },
  ARGUMENT_UNSUPPORTED: { number: 74, phrase: 'argument unsupported', template: 'argument unsupported: %s' },
  STORAGE_PROBE_FAILED: { number: 75, phrase: 'Storage pool probe failed', template: 'Storage pool probe failed: %s' },
  STORAGE_POOL_BUILT: { number: 76, phrase: 'Storage pool already built', template: 'Storage pool already built: %s' },
  SNAPSHOT_REVERT_RISKY: { number: 77, phrase: 'revert requires force', template: 'revert requires force: %s' },
  OPERATION_ABORTED: { number: 78, phrase: 'operation aborted', template: 'operation aborted: %s' },
  AUTH_CANCELLED: { number: 79, phrase: 'authentication cancelled', template: 'authentication cancelled: %s' },
  NO_DOMAIN_METADATA: { number: 80, phrase: 'metadata not found', template: 'metadata not found: %s' },
  MIGRATE_UNSAFE: { number: 81, phrase: 'Unsafe migration', template: 'Unsafe migration: %s' },
  OVERFLOW: { number: 82, phrase: 'numerical overflow', template: 'numerical overflow: %s' },
  BLOCK_COPY_ACTIVE: { number: 83, phrase: 'block copy still active', template: 'block copy still active: %s' },
  OPERATION_UNSUPPORTED: { number: 84, phrase: 'Operation not supported', template: 'Operation not supported: %s' },
  SSH: { number: 85, phrase: 'SSH transport error', template: 'SSH transport error: %s' },
  AGENT_UNRESPONSIVE: {
    number: 86,
    phrase: 'Guest agent is not responding',
    template: 'Guest agent is not responding: %s',
  },
  RESOURCE_BUSY: { number: 87, phrase: 'resource busy', template: 'resource busy: %s' },
  ACCESS_DENIED: { number: 88, phrase: 'access denied', template: 'access denied: %s' },
  DBUS_SERVICE: { number: 89, phrase: 'error from service', template: 'error from service: %s' },
  STORAGE_VOL_EXIST: {
    number: 90,
    phrase: 'this storage volume exists already',
    template: 'storage volume %s exists already',
  },
  CPU_INCOMPATIBLE: {
    number: 91,
    phrase: 'the CPU is incompatible with host CPU',
    template: 'the CPU is incompatible with host CPU: %s',
  },
  XML_INVALID_SCHEMA: {
    number: 92,
    phrase: 'XML document failed to validate against schema',
    template: 'XML document failed to validate against schema: %s',
  },
  MIGRATE_FINISH_OK: {
    number: 93,
    phrase: 'migration successfully aborted',
    template: 'migration successfully aborted: %s',
  },
  AUTH_UNAVAILABLE: { number: 94, phrase: 'authentication unavailable', template: 'authentication unavailable: %s' },
  NO_SERVER: { number: 95, phrase: 'Server not found', template: 'Server not found: %s' },
  NO_CLIENT: { number: 96, phrase: 'Client not found', template: 'Client not found: %s' },
  AGENT_UNSYNCED: {
    number: 97,
    phrase: 'guest agent replied with wrong id to guest-sync command',
    template: 'guest agent replied with wrong id to guest-sync command: %s',
  },
  LIBSSH: { number: 98, phrase: 'libssh transport error', template: 'libssh transport error: %s' },
  DEVICE_MISSING: { number: 99, phrase: 'device not found', template: 'device not found: %s' },
  INVALID_NWFILTER_BINDING: {
    number: 100,
    phrase: 'Invalid network filter binding',
    template: 'Invalid network filter binding: %s',
  },
  NO_NWFILTER_BINDING: {
    number: 101,
    phrase: 'Network filter binding not found',
    template: 'Network filter binding not found: %s',
  },
  INVALID_DOMAIN_CHECKPOINT: {
    number: 102,
    phrase: 'Invalid domain checkpoint',
    template: 'Invalid domain checkpoint: %s',
  },
  NO_DOMAIN_CHECKPOINT: {
    number: 103,
    phrase: 'Domain checkpoint not found',
    template: 'Domain checkpoint not found: %s',
  },
  NO_DOMAIN_BACKUP: {
    number: 104,
    phrase: 'Domain backup job id not found',
    template: 'Domain backup job id not found: %s',
  },
  INVALID_NETWORK_PORT: {
    number: 105,
    phrase: 'Invalid network port pointer',
    template: 'Invalid network port pointer: %s',
  },
  NETWORK_PORT_EXIST: {
    number: 106,
    phrase: 'this network port exists already',
    template: 'network port %s exists already',
  },
  NO_NETWORK_PORT: { number: 107, phrase: 'network port not found', template: 'network port not found: %s' },
  NO_HOSTNAME: { number: 108, phrase: 'no hostname found', template: 'no hostname found: %s' },
  CHECKPOINT_INCONSISTENT: { number: 109, phrase: 'checkpoint inconsistent', template: 'checkpoint inconsistent: %s' },
  MULTIPLE_DOMAINS: {
    number: 110,
    phrase: 'multiple matching domains found',
    template: 'multiple matching domains found: %s',
  },
  NO_NETWORK_METADATA: { number: 111, phrase: 'metadata not found', template: 'metadata not found: %s' },
  AGENT_COMMAND_TIMEOUT: {
    number: 112,
    phrase: 'guest agent command timed out',
    template: 'guest agent command timed out: %s',
  },
  AGENT_COMMAND_FAILED: {
    number: 113,
    phrase: 'guest agent command failed',
    template: 'guest agent command failed: %s',
  },
} as const satisfies Record<string, ErrorCodeEntry>;

/** The name of an error code: `NO_DOMAIN` for `VIR_ERR_NO_DOMAIN`. */
export type ErrorCode = keyof typeof errorCodes;

const namesByNumber = new Map<number, ErrorCode>(
  // Object.entries widens the keys to string; they are the table's own.
  Object.entries(errorCodes).map(([name, entry]) => [entry.number, name as ErrorCode]),
);

/** The name of a code number, or undefined when this version does not know the number. */
export function errorCodeName(number: number): ErrorCode | undefined {
  return namesByNumber.get(number);
}
