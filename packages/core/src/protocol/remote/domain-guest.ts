import { domainFSInfo, domainInterface } from '../domain-shapes.js';
import { DomainInterfaceAddressesSource } from '../enums/index.js';
import {
  domainAuthorizedSshKeysMax,
  domainFsfreezeMountpointsMax,
  domainFsinfoMax,
  domainGuestInfoParamsMax,
  domainInterfaceMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, hyper, int, uhyper, uint, wireOnly } from '../xdr.js';

/** What is asked of the guest itself, mostly through its agent. */
export const domainGuest = procedures({
  /** The guest's host name, from its agent or its DHCP lease. */
  domainGetHostname: {
    number: 277,
    since: '0.10.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { hostname: text },
  },

  /**
   * Has the guest give back unused blocks of a mounted file system; null for all. Runs shorter than `minimum` bytes may
   * be left.
   */
  domainFSTrim: {
    number: 294,
    since: '1.0.1',
    readOnlyDenied: true,
    acl: ['domain:fs_trim'],
    args: { dom: nonnullDomain, mountPoint: optText, minimum: uhyper, flags: uint },
  },

  /** Sends a signal (`DomainProcessSignal`) to a process in the guest, by its pid there. */
  domainSendProcessSignal: {
    number: 295,
    since: '1.0.1',
    readOnlyDenied: true,
    acl: ['domain:send_signal'],
    args: { dom: nonnullDomain, pidValue: hyper, signum: uint, flags: uint },
  },

  /** Has the guest hold writes to mounted file systems; an empty list means all. Answers how many are frozen. */
  domainFSFreeze: {
    number: 335,
    since: '1.2.5',
    readOnlyDenied: true,
    acl: ['domain:fs_freeze'],
    args: { dom: nonnullDomain, mountpoints: array(text, domainFsfreezeMountpointsMax), flags: uint },
    ret: { filesystems: int },
  },

  /** Has the guest go on with writes. Answers how many file systems it thawed. */
  domainFSThaw: {
    number: 336,
    since: '1.2.5',
    readOnlyDenied: true,
    acl: ['domain:fs_freeze'],
    args: { dom: nonnullDomain, mountpoints: array(text, domainFsfreezeMountpointsMax), flags: uint },
    ret: { filesystems: int },
  },

  /** The guest's clock since 1970. */
  domainGetTime: {
    number: 337,
    since: '1.2.5',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { seconds: hyper, nseconds: uint },
  },

  /** Sets the guest's clock, or has it take over that of its hardware (`DomainSetTimeFlags`). */
  domainSetTime: {
    number: 338,
    since: '1.2.5',
    readOnlyDenied: true,
    acl: ['domain:set_time'],
    args: { dom: nonnullDomain, seconds: hyper, nseconds: uint, flags: uint },
  },

  /** File systems mounted in the guest, as its agent says. */
  domainGetFSInfo: {
    number: 349,
    since: '1.2.11',
    readOnlyDenied: true,
    acl: ['domain:fs_freeze'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { info: array(domainFSInfo, domainFsinfoMax), ret: wireOnly(uint) },
    counted: { rule: 'whole', list: 'info', count: 'ret' },
  },

  /**
   * Addresses of the guest's interfaces, from leases, the agent or the host's ARP table
   * (`DomainInterfaceAddressesSource`).
   */
  domainInterfaceAddresses: {
    number: 353,
    since: '1.2.14',
    readOnlyDenied: { argument: 'source', value: DomainInterfaceAddressesSource.agent },
    acl: [
      'domain:read',
      { permission: 'domain:write', when: { argument: 'source', value: DomainInterfaceAddressesSource.agent } },
    ],
    args: { dom: nonnullDomain, source: uint, flags: uint },
    ret: { ifaces: array(domainInterface, domainInterfaceMax) },
  },

  /** Sets a user's password in the guest, through its agent. */
  domainSetUserPassword: {
    number: 357,
    since: '1.2.16',
    readOnlyDenied: true,
    acl: ['domain:set_password'],
    args: { dom: nonnullDomain, user: optText, password: optText, flags: uint },
  },

  /**
   * What the guest says of itself through its agent (`DomainGuestInfoTypes`, 0 for all); names in
   * `DomainGuestInfoParam`.
   */
  domainGetGuestInfo: {
    number: 418,
    since: '5.7.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, types: uint, flags: uint },
    ret: { params: array(typedParam, domainGuestInfoParamsMax) },
  },

  /** Sets how long the agent may take to answer, in seconds, or a `DomainAgentResponseTimeoutValues`. `result` is 0. */
  domainAgentSetResponseTimeout: {
    number: 420,
    since: '5.10.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, timeout: int, flags: uint },
    ret: { result: int },
  },

  /** Lines of a guest user's `authorized_keys`. */
  domainAuthorizedSSHKeysGet: {
    number: 424,
    since: '6.10.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, user: text, flags: uint },
    ret: { keys: array(text, domainAuthorizedSshKeysMax) },
  },

  /** Replaces, extends or prunes a guest user's `authorized_keys` (`DomainAuthorizedSSHKeysSetFlags`). */
  domainAuthorizedSSHKeysSet: {
    number: 425,
    since: '6.10.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, user: text, keys: array(text, domainAuthorizedSshKeysMax), flags: uint },
  },
});
