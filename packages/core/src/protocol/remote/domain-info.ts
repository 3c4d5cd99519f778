import { saveOfConfig } from '../acl-rules.js';
import { securityLabel } from '../domain-shapes.js';
import { DomainXMLFlags } from '../enums/index.js';
import {
  domainJobStatsMax,
  domainLaunchSecurityInfoParamsMax,
  domainLaunchSecurityStateParamsMax,
  domainMessagesMax,
  securityLabelListMax,
  securityLabelMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { charText, optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, uchar, uhyper, uint, ushort, wireOnly } from '../xdr.js';

/** What a domain is: its XML, state, size, labels, metadata and jobs. */
export const domainInfo = procedures({
  /** XML of a domain; the live one while it runs, unless `flags` ask for the stored one. */
  domainGetXMLDesc: {
    number: 14,
    since: '0.0.3',
    readOnlyDenied: { flags: DomainXMLFlags.secure | DomainXMLFlags.migratable },
    acl: [
      'domain:read',
      { permission: 'domain:read_secure', withFlags: DomainXMLFlags.secure },
      { permission: 'domain:read_secure', withFlags: DomainXMLFlags.migratable },
    ],
    args: { dom: nonnullDomain, flags: uint },
    ret: { xml: text },
  },

  /** Whether the domain starts with the host: 1 or 0. */
  domainGetAutostart: {
    number: 15,
    since: '0.2.1',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { autostart: int },
  },

  /** State and size. `maxMem` and `memory` in KiB, `cpuTime` in ns; `state` is a `DomainState`. */
  domainGetInfo: {
    number: 16,
    since: '0.0.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { state: uchar, maxMem: uhyper, memory: uhyper, nrVirtCpu: ushort, cpuTime: uhyper },
  },

  /** Most memory that the guest may use, in KiB. */
  domainGetMaxMemory: {
    number: 17,
    since: '0.0.3',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { memory: uhyper },
  },

  /** How the guest boots: `hvm`, `linux`, `exe`. */
  domainGetOSType: {
    number: 19,
    since: '0.0.3',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { type: text },
  },

  /** Whether the domain starts with the host: 1 or 0. It must be persistent. */
  domainSetAutostart: {
    number: 29,
    since: '0.2.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, autostart: int },
  },

  /** Sets the most memory that the guest may use, in KiB. */
  domainSetMaxMemory: {
    number: 30,
    since: '0.0.3',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, memory: uhyper },
  },

  /** Sets the memory of the running guest in KiB, by its balloon. */
  domainSetMemory: {
    number: 31,
    since: '0.1.1',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, memory: uhyper },
  },

  /** The label that the guest's process runs under; empty without a security driver. */
  domainGetSecurityLabel: {
    number: 121,
    since: '0.6.1',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { label: charText(securityLabelMax), enforcing: int },
  },

  /** Whether the domain runs: 1 or 0. */
  domainIsActive: {
    number: 150,
    since: '0.7.3',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { active: int },
  },

  /** Whether the domain is defined, hence survives its stop: 1 or 0. */
  domainIsPersistent: {
    number: 151,
    since: '0.7.3',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { persistent: int },
  },

  /** Progress of the domain's job. `type` is a `DomainJobType`; times in ms, amounts in bytes. */
  domainGetJobInfo: {
    number: 163,
    since: '0.7.7',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: {
      type: int,
      timeElapsed: uhyper,
      timeRemaining: uhyper,
      dataTotal: uhyper,
      dataProcessed: uhyper,
      dataRemaining: uhyper,
      memTotal: uhyper,
      memProcessed: uhyper,
      memRemaining: uhyper,
      fileTotal: uhyper,
      fileProcessed: uhyper,
      fileRemaining: uhyper,
    },
  },

  /** Aborts the domain's job, as far as it can be. */
  domainAbortJob: {
    number: 164,
    since: '0.7.7',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain },
  },

  /** Whether the live definition differs from the stored one by a call's doing: 1 or 0. */
  domainIsUpdated: {
    number: 202,
    since: '0.8.6',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { updated: int },
  },

  /** Sets memory in KiB: live, stored, or the maximum (`DomainMemoryModFlags`). */
  domainSetMemoryFlags: {
    number: 204,
    since: '0.9.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, memory: uhyper, flags: uint },
  },

  /** State (`DomainState`) and why it is so; `reason` belongs to the state's own group (`DomainRunningReason`). */
  domainGetState: {
    number: 212,
    since: '0.9.2',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { state: int, reason: int },
  },

  /** Whether the guest's monitor answers (`DomainControlState`), and for how many ms it has been so. */
  domainGetControlInfo: {
    number: 229,
    since: '0.9.3',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { state: uint, details: uint, stateTime: uhyper },
  },

  /**
   * Sets title, description or an element of one's own (`DomainMetadataType`); null removes it. `key` is the prefix,
   * `uri` the namespace of that element.
   */
  domainSetMetadata: {
    number: 264,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, type: int, metadata: optText, key: optText, uri: optText, flags: uint },
  },

  /** Title, description, or the element of the namespace `uri`. */
  domainGetMetadata: {
    number: 265,
    since: '0.9.10',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, type: int, uri: optText, flags: uint },
    ret: { metadata: text },
  },

  /** The labels that the guest's process runs under, one a security driver. */
  domainGetSecurityLabelList: {
    number: 278,
    since: '0.10.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { labels: array(securityLabel, securityLabelListMax), ret: wireOnly(int) },
    counted: { rule: 'whole', list: 'labels', count: 'ret' },
  },

  /**
   * Progress of the domain's job, or the result of the last one. `type` is a `DomainJobType`; names in
   * `DomainJobParam`.
   */
  domainGetJobStats: {
    number: 298,
    since: '1.0.3',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { type: int, params: array(typedParam, domainJobStatsMax) },
  },

  /** Renames a domain that doesn't run. */
  domainRename: {
    number: 358,
    since: '1.2.19',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:save'],
    args: { dom: nonnullDomain, newName: optText, flags: uint },
    ret: { retcode: int },
  },

  /** What vouches for an encrypted guest's start; names in `DomainLaunchSecurityParam`. */
  domainGetLaunchSecurityInfo: {
    number: 396,
    since: '4.5.0',
    readOnlyDenied: true,
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { params: array(typedParam, domainLaunchSecurityInfoParamsMax) },
    stringsOnRequest: true,
  },

  /** Warnings about the domain: deprecated settings, taints, failed I/O (`DomainMessageType`, 0 for all). */
  domainGetMessages: {
    number: 426,
    since: '7.1.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { msgs: array(text, domainMessagesMax) },
  },

  /** Gives a secret to an encrypted guest that waits to start; names in `DomainLaunchSecurityParam`. */
  domainSetLaunchSecurityState: {
    number: 439,
    since: '8.0.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, params: array(typedParam, domainLaunchSecurityStateParamsMax), flags: uint },
  },

  /** Aborts the domain's job; `flags` (`DomainAbortJobFlagsValues`) allow it for a migration past its switch-over. */
  domainAbortJobFlags: {
    number: 442,
    since: '8.5.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Whether the domain starts with the host next time only: 1 or 0. */
  domainGetAutostartOnce: {
    number: 449,
    since: '11.2.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain },
    ret: { autostart: int },
  },

  /** Whether the domain starts with the host next time only: 1 or 0. */
  domainSetAutostartOnce: {
    number: 450,
    since: '11.2.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, autostart: int },
  },
});
