import { DomainRebootFlagValues, DomainShutdownFlagValues } from '../enums/index.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { uhyper, uint } from '../xdr.js';

/** Domains come and go: define, create, start, stop, suspend, undefine. */
export const domainLifecycle = procedures({
  /** Starts a defined domain. */
  domainCreate: {
    number: 9,
    since: '0.1.1',
    readOnlyDenied: true,
    acl: ['domain:start'],
    args: { dom: nonnullDomain },
  },

  /** Starts a domain out of its XML. Unless it is defined already it is transient: gone when it stops. */
  domainCreateXML: {
    number: 10,
    since: '0.5.0',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:start'],
    args: { xmlDesc: text, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /** Stores a domain's XML, or replaces what is stored. A running guest isn't changed. */
  domainDefineXML: {
    number: 11,
    since: '0.1.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:save'],
    args: { xml: text },
    ret: { dom: nonnullDomain },
  },

  /** Stops a guest at once, as if its power were cut. */
  domainDestroy: {
    number: 12,
    since: '0.0.3',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:stop'],
    args: { dom: nonnullDomain },
  },

  /**
   * Asks the guest to reboot; returns without waiting. `flags` choose the way (`DomainRebootFlagValues`), 0 tries them
   * in turn.
   */
  domainReboot: {
    number: 27,
    since: '0.1.0',
    readOnlyDenied: true,
    acl: ['domain:init_control', { permission: 'domain:write', withFlags: DomainRebootFlagValues.guestAgent }],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Lets a suspended guest go on. */
  domainResume: {
    number: 28,
    since: '0.0.3',
    readOnlyDenied: true,
    acl: ['domain:suspend'],
    args: { dom: nonnullDomain },
  },

  /** Asks the guest to shut down; returns without waiting, and the guest may ignore it. */
  domainShutdown: {
    number: 33,
    since: '0.0.3',
    readOnlyDenied: true,
    acl: ['domain:init_control'],
    args: { dom: nonnullDomain },
  },

  /** Halts the guest's CPUs; its memory stays. */
  domainSuspend: {
    number: 34,
    since: '0.0.3',
    readOnlyDenied: true,
    acl: ['domain:suspend'],
    args: { dom: nonnullDomain },
  },

  /** Removes the stored definition. A running guest goes on and becomes transient. */
  domainUndefine: {
    number: 35,
    since: '0.1.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:delete'],
    args: { dom: nonnullDomain },
  },

  /** Starts a defined domain; `flags` are `DomainCreateFlags`. */
  domainCreateWithFlags: {
    number: 196,
    since: '0.8.2',
    readOnlyDenied: true,
    acl: ['domain:start'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /** Removes the stored definition, and what `flags` (`DomainUndefineFlagsValues`) name beside it. */
  domainUndefineFlags: {
    number: 231,
    since: '0.9.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:delete'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Stops a guest at once; with `graceful` a guest that doesn't react to a polite kill is left running. */
  domainDestroyFlags: {
    number: 234,
    since: '0.9.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:stop'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Resets the guest as its reset button would. */
  domainReset: {
    number: 245,
    since: '0.9.7',
    readOnlyDenied: true,
    acl: ['domain:reset'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Asks the guest to shut down in a way of the caller's choice (`DomainShutdownFlagValues`). */
  domainShutdownFlags: {
    number: 258,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['domain:init_control', { permission: 'domain:write', withFlags: DomainShutdownFlagValues.guestAgent }],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Has the guest suspend itself (`NodeSuspendTarget`). `duration` is 0: for how long can't be said. */
  domainPMSuspendForDuration: {
    number: 261,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['domain:pm_control'],
    args: { dom: nonnullDomain, target: uint, duration: uhyper, flags: uint },
  },

  /** Wakes a guest that suspended itself. */
  domainPMWakeup: {
    number: 267,
    since: '0.9.11',
    readOnlyDenied: true,
    acl: ['domain:pm_control'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Starts a container out of its XML with the caller's open files as its descriptors from 3 on. */
  domainCreateXMLWithFiles: {
    number: 309,
    since: '1.1.1',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:start'],
    fds: 'call',
    args: { xmlDesc: text, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /** Starts a defined container with the caller's open files as its descriptors from 3 on. */
  domainCreateWithFiles: {
    number: 310,
    since: '1.1.1',
    readOnlyDenied: true,
    acl: ['domain:start'],
    fds: 'call',
    args: { dom: nonnullDomain, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /** Stores a domain's XML, or replaces what is stored; `flags` are `DomainDefineFlags`. */
  domainDefineXMLFlags: {
    number: 350,
    since: '1.2.12',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:save'],
    args: { xml: text, flags: uint },
    ret: { dom: nonnullDomain },
  },

  /** Sets what happens (`DomainLifecycleAction`) when the guest powers off, reboots or crashes (`DomainLifecycle`). */
  domainSetLifecycleAction: {
    number: 390,
    since: '3.9.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, type: uint, action: uint, flags: uint },
  },
});
