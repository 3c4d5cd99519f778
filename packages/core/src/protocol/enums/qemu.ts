/** How the name of a monitor event is matched (`virConnectDomainQemuMonitorEventRegisterFlags`). */
export const ConnectDomainQemuMonitorEventRegisterFlags = { regex: 1, nocase: 2 } as const;

/**
 * How long to wait for the guest agent, where it isn't a number of seconds; `shutdown` is in seconds
 * (`virDomainQemuAgentCommandTimeoutValues`).
 */
export const DomainQemuAgentCommandTimeoutValues = {
  block: -2,
  min: -2,
  default: -1,
  nowait: 0,
  shutdown: 60,
} as const;
export type DomainQemuAgentCommandTimeoutValues =
  (typeof DomainQemuAgentCommandTimeoutValues)[keyof typeof DomainQemuAgentCommandTimeoutValues];

/** Which monitor a command is for (`virDomainQemuMonitorCommandFlags`). */
export const DomainQemuMonitorCommandFlags = { default: 0, hmp: 1 } as const;
