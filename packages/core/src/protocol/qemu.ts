import { monitorFields } from './event-payloads.js';
import { nonnullDomain, optDomain } from './objects.js';
import { events, procedures, type Program, program } from './procedure.js';
import { optText, text } from './text.js';
import { int, uint } from './xdr.js';

const procedureTable = procedures({
  /**
   * Passes a command to the guest's monitor: QMP as JSON, or the human one's text (`DomainQemuMonitorCommandFlags`).
   */
  domainMonitorCommand: {
    number: 1,
    since: '0.8.3',
    api: 'virDomainQemuMonitorCommand',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, cmd: text, flags: uint },
    ret: { result: text },
  },

  /** Takes over a QEMU process that somebody else started, by its pid. */
  domainAttach: {
    number: 2,
    since: '0.9.4',
    api: 'virDomainQemuAttach',
    readOnlyDenied: true,
    acl: ['domain:start', 'domain:write'],
    args: { pidValue: uint, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /**
   * Passes a command (JSON) to the guest agent. `timeout` in seconds, or a `DomainQemuAgentCommandTimeoutValues`.
   * `result` is null when no answer was waited for.
   */
  domainAgentCommand: {
    number: 3,
    since: '0.10.0',
    api: 'virDomainQemuAgentCommand',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, cmd: text, timeout: int, flags: uint },
    ret: { result: optText },
  },

  /** Subscribes to events of QEMU monitors: of one domain or all (null), by name or pattern (`flags`) or all (null). */
  connectDomainMonitorEventRegister: {
    number: 4,
    since: '1.2.3',
    api: 'virConnectDomainQemuMonitorEventRegister',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['connect:search_domains', 'connect:write'],
    aclFilter: ['domain:getattr'],
    args: { dom: optDomain, event: optText, flags: uint },
    ret: { callbackID: int },
  },

  /** Ends a subscription to monitor events. */
  connectDomainMonitorEventDeregister: {
    number: 5,
    since: '1.2.3',
    api: 'virConnectDomainQemuMonitorEventDeregister',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['connect:write'],
    args: { callbackID: int },
  },

  /** Passes a command to the guest's monitor together with open files. */
  domainMonitorCommandWithFiles: {
    number: 7,
    since: '8.2.0',
    api: 'virDomainQemuMonitorCommandWithFiles',
    readOnlyDenied: true,
    acl: ['domain:write'],
    fds: 'both',
    args: { dom: nonnullDomain, cmd: text, flags: uint },
    ret: { result: text },
  },
});
type InferredProcedures = typeof procedureTable;
/** Every procedure of the qemu program, by name. */
export interface QemuProcedures extends InferredProcedures {}

const eventTable = events({
  /** An event of a QEMU monitor, passed on as it came. */
  domainMonitorEvent: {
    number: 6,
    event: { object: 'monitor', perCallback: true },
    args: { callbackID: int, ...monitorFields },
  },
});
type InferredEvents = typeof eventTable;
/** The event messages of the qemu program. */
export interface QemuEvents extends InferredEvents {}

/** The program of QEMU's own calls: monitor and guest agent, without libvirt in between. */
export const qemu: Program<QemuProcedures, QemuEvents> = program('qemu', 0x2000_8087, 1, procedureTable, eventTable);
