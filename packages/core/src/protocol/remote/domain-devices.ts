import { saveOfConfig } from '../acl-rules.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { uint } from '../xdr.js';

/** Devices added to, changed in and taken from a domain. */
export const domainDevices = procedures({
  /** Attaches a device to the running guest; the stored definition stays as it is. `xml` describes the one device. */
  domainAttachDevice: {
    number: 8,
    since: '0.1.9',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, xml: text },
  },

  /** Takes a device from the running guest; the stored definition stays as it is. `xml` describes the device. */
  domainDetachDevice: {
    number: 13,
    since: '0.1.9',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, xml: text },
  },

  /** Attaches a device to the running guest, the stored definition or both (`DomainDeviceModifyFlags`). */
  domainAttachDeviceFlags: {
    number: 160,
    since: '0.7.7',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, xml: text, flags: uint },
  },

  /** Takes a device from the running guest, the stored definition or both (`DomainDeviceModifyFlags`). */
  domainDetachDeviceFlags: {
    number: 161,
    since: '0.7.7',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, xml: text, flags: uint },
  },

  /** Changes a device in the running guest, the stored definition or both; `xml` is the whole device as it shall be. */
  domainUpdateDeviceFlags: {
    number: 174,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, xml: text, flags: uint },
  },

  /** Takes the device with that alias from the domain: live, stored or both. */
  domainDetachDeviceAlias: {
    number: 392,
    since: '4.4.0',
    readOnlyDenied: true,
    acl: ['domain:write', ...saveOfConfig],
    args: { dom: nonnullDomain, alias: text, flags: uint },
  },

  /**
   * Keeps the caller's open files for the domain under a name that disk sources refer to, while this connection lives.
   */
  domainFDAssociate: {
    number: 443,
    since: '9.0.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    fds: 'call',
    args: { dom: nonnullDomain, name: text, flags: uint },
  },
});
