/** Why a domain is blocked (`virDomainBlockedReason`). */
export const DomainBlockedReason = { unknown: 0 } as const;

/** What is wrong with a guest's monitor (`virDomainControlErrorReason`). */
export const DomainControlErrorReason = { none: 0, unknown: 1, monitor: 2, internal: 3 } as const;
export type DomainControlErrorReason = (typeof DomainControlErrorReason)[keyof typeof DomainControlErrorReason];

/** Whether a guest's monitor is free to answer (`virDomainControlState`). */
export const DomainControlState = { ok: 0, job: 1, occupied: 2, error: 3 } as const;
export type DomainControlState = (typeof DomainControlState)[keyof typeof DomainControlState];

/** Why a domain counts as crashed (`virDomainCrashedReason`). */
export const DomainCrashedReason = { unknown: 0, panicked: 1 } as const;
export type DomainCrashedReason = (typeof DomainCrashedReason)[keyof typeof DomainCrashedReason];

/** The turns of a guest's life that have a configured action (`virDomainLifecycle`). */
export const DomainLifecycle = { poweroff: 0, reboot: 1, crash: 2 } as const;
export type DomainLifecycle = (typeof DomainLifecycle)[keyof typeof DomainLifecycle];

/** What happens at such a turn (`virDomainLifecycleAction`). */
export const DomainLifecycleAction = {
  destroy: 0,
  restart: 1,
  restartRename: 2,
  preserve: 3,
  coredumpDestroy: 4,
  coredumpRestart: 5,
} as const;
export type DomainLifecycleAction = (typeof DomainLifecycleAction)[keyof typeof DomainLifecycleAction];

/** Why a domain has no state (`virDomainNostateReason`). */
export const DomainNostateReason = { unknown: 0 } as const;

/** Why a guest is suspended to disk (`virDomainPMSuspendedDiskReason`). */
export const DomainPMSuspendedDiskReason = { unknown: 0 } as const;

/** Why a guest is suspended to memory (`virDomainPMSuspendedReason`). */
export const DomainPMSuspendedReason = { unknown: 0 } as const;

/** Why a domain is paused (`virDomainPausedReason`). */
export const DomainPausedReason = {
  unknown: 0,
  user: 1,
  migration: 2,
  save: 3,
  dump: 4,
  ioerror: 5,
  watchdog: 6,
  fromSnapshot: 7,
  shuttingDown: 8,
  snapshot: 9,
  crashed: 10,
  startingUp: 11,
  postcopy: 12,
  postcopyFailed: 13,
  apiError: 14,
} as const;
export type DomainPausedReason = (typeof DomainPausedReason)[keyof typeof DomainPausedReason];

/** Why a domain runs (`virDomainRunningReason`). */
export const DomainRunningReason = {
  unknown: 0,
  booted: 1,
  migrated: 2,
  restored: 3,
  fromSnapshot: 4,
  unpaused: 5,
  migrationCanceled: 6,
  saveCanceled: 7,
  wakeup: 8,
  crashed: 9,
  postcopy: 10,
  postcopyFailed: 11,
} as const;
export type DomainRunningReason = (typeof DomainRunningReason)[keyof typeof DomainRunningReason];

/** Why a domain is shutting down (`virDomainShutdownReason`). */
export const DomainShutdownReason = { unknown: 0, user: 1 } as const;
export type DomainShutdownReason = (typeof DomainShutdownReason)[keyof typeof DomainShutdownReason];

/** Why a domain is off (`virDomainShutoffReason`). */
export const DomainShutoffReason = {
  unknown: 0,
  shutdown: 1,
  destroyed: 2,
  crashed: 3,
  migrated: 4,
  saved: 5,
  failed: 6,
  fromSnapshot: 7,
  daemon: 8,
} as const;
export type DomainShutoffReason = (typeof DomainShutoffReason)[keyof typeof DomainShutoffReason];

/** What a domain is doing (`virDomainState`). */
export const DomainState = {
  nostate: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shutdown: 4,
  shutoff: 5,
  crashed: 6,
  pmsuspended: 7,
} as const;
export type DomainState = (typeof DomainState)[keyof typeof DomainState];

/** What stands in place of a host CPU's number (`virVcpuHostCpuState`). */
export const VcpuHostCpuState = { unavailable: -2, offline: -1 } as const;
export type VcpuHostCpuState = (typeof VcpuHostCpuState)[keyof typeof VcpuHostCpuState];

/** What a vCPU is doing (`virVcpuState`). */
export const VcpuState = { offline: 0, running: 1, blocked: 2 } as const;
export type VcpuState = (typeof VcpuState)[keyof typeof VcpuState];
