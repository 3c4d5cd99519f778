/** Why a connection ended (`virConnectCloseReason`). */
export const ConnectCloseReason = { error: 0, eof: 1, keepalive: 2, client: 3 } as const;
export type ConnectCloseReason = (typeof ConnectCloseReason)[keyof typeof ConnectCloseReason];

/**
 * The flag of calls for typed parameters by which a client says that it can read text among them
 * (`virTypedParameterFlags`).
 */
export const TypedParameterFlags = { stringOkay: 4 } as const;

/** How the value of a typed parameter travels (`virTypedParameterType`). */
export const TypedParameterType = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6, string: 7 } as const;
export type TypedParameterType = (typeof TypedParameterType)[keyof typeof TypedParameterType];

/** How one CPU compares with another (`virCPUCompareResult`). */
export const CPUCompareResult = { error: -1, incompatible: 0, identical: 1, superset: 2 } as const;
export type CPUCompareResult = (typeof CPUCompareResult)[keyof typeof CPUCompareResult];

/** What a common CPU shall contain (`virConnectBaselineCPUFlags`). */
export const ConnectBaselineCPUFlags = { expandFeatures: 1, migratable: 2, ignoreHost: 4 } as const;

/** How a CPU comparison shall react (`virConnectCompareCPUFlags`). */
export const ConnectCompareCPUFlags = { failIncompatible: 1, validateXml: 2 } as const;

/** What a client may be asked for when it authenticates (`virConnectCredentialType`). */
export const ConnectCredentialType = {
  username: 1,
  authname: 2,
  language: 3,
  cnonce: 4,
  passphrase: 5,
  echoprompt: 6,
  noechoprompt: 7,
  realm: 8,
  external: 9,
} as const;
export type ConnectCredentialType = (typeof ConnectCredentialType)[keyof typeof ConnectCredentialType];

/** How a connection is opened (`virConnectFlags`). */
export const ConnectFlags = { ro: 1, noAliases: 2 } as const;

/** Whether huge pages are added, or their number set (`virNodeAllocPagesFlags`). */
export const NodeAllocPagesFlags = { add: 0, set: 1 } as const;

/** The CPU number that means all of them (`virNodeGetCPUStatsAllCPUs`). */
export const NodeGetCPUStatsAllCPUs = { allCpus: -1 } as const;

/** The cell number that means all of them (`virNodeGetMemoryStatsAllCells`). */
export const NodeGetMemoryStatsAllCells = { allCells: -1 } as const;

/** Where the state of a suspended machine goes (`virNodeSuspendTarget`). */
export const NodeSuspendTarget = { mem: 0, disk: 1, hybrid: 2 } as const;
export type NodeSuspendTarget = (typeof NodeSuspendTarget)[keyof typeof NodeSuspendTarget];

/** Types of disk I/O parameters, from before `TypedParameterType` (`virBlkioParameterType`). */
export const BlkioParameterType = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6 } as const;
export type BlkioParameterType = (typeof BlkioParameterType)[keyof typeof BlkioParameterType];

/** Types of memory parameters, from before `TypedParameterType` (`virMemoryParameterType`). */
export const MemoryParameterType = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6 } as const;
export type MemoryParameterType = (typeof MemoryParameterType)[keyof typeof MemoryParameterType];

/** Types of scheduler parameters, from before `TypedParameterType` (`virSchedParameterType`). */
export const SchedParameterType = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6 } as const;
export type SchedParameterType = (typeof SchedParameterType)[keyof typeof SchedParameterType];

/** What a watched file is ready for (`virEventHandleType`). */
export const EventHandleType = { readable: 1, writable: 2, error: 4, hangup: 8 } as const;

/** What a stream is ready for (`virStreamEventType`). */
export const StreamEventType = { readable: 1, writable: 2, error: 4, hangup: 8 } as const;

/** How a stream behaves (`virStreamFlags`). */
export const StreamFlags = { nonblock: 1 } as const;

/** Where reading from a stream ends (`virStreamRecvFlagsValues`). */
export const StreamRecvFlagsValues = { stopAtHole: 1 } as const;
