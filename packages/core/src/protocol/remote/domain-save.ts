import { DomainSaveImageXMLFlags } from '../enums/index.js';
import { domainSaveParamsMax } from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, uint } from '../xdr.js';

/** Guest memory on disk: saved images, managed save, core dumps. */
export const domainSave = procedures({
  /** Writes the guest's memory into the file `to` on the host. `flags` are `DomainCoreDumpFlags`. */
  domainCoreDump: {
    number: 53,
    since: '0.1.9',
    readOnlyDenied: true,
    acl: ['domain:core_dump'],
    args: { dom: nonnullDomain, to: text, flags: uint },
  },

  /** Starts a guest out of a saved image (path on the host), where it left off. */
  domainRestore: {
    number: 54,
    since: '0.0.3',
    readOnlyDenied: true,
    acl: ['domain:start', 'domain:write'],
    args: { from: text },
  },

  /** Stops the guest and writes its state into the file `to` on the host. */
  domainSave: {
    number: 55,
    since: '0.0.3',
    readOnlyDenied: true,
    acl: ['domain:hibernate'],
    args: { dom: nonnullDomain, to: text },
  },

  /** Stops the guest and keeps its state where the next start finds it. */
  domainManagedSave: {
    number: 182,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:hibernate'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Whether the next start goes on from a managed save: 1 or 0. */
  domainHasManagedSaveImage: {
    number: 183,
    since: '0.8.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { result: int },
  },

  /** Drops a managed save, so that the next start is a fresh boot. */
  domainManagedSaveRemove: {
    number: 184,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:hibernate'],
    args: { dom: nonnullDomain, flags: uint },
  },

  /** Stops the guest and writes its state into a file. `dxml` replaces the XML in it; null keeps it. */
  domainSaveFlags: {
    number: 232,
    since: '0.9.4',
    readOnlyDenied: true,
    acl: ['domain:hibernate'],
    args: { dom: nonnullDomain, to: text, dxml: optText, flags: uint },
  },

  /** Starts a guest out of a saved image. `dxml` replaces the XML in it; null keeps it. */
  domainRestoreFlags: {
    number: 233,
    since: '0.9.4',
    readOnlyDenied: true,
    acl: ['domain:start', 'domain:write'],
    args: { from: text, dxml: optText, flags: uint },
  },

  /** XML in a saved image (path on the host). */
  domainSaveImageGetXMLDesc: {
    number: 235,
    since: '0.9.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { file: text, flags: uint },
    ret: { xml: text },
  },

  /** Replaces the XML in a saved image (path on the host). */
  domainSaveImageDefineXML: {
    number: 236,
    since: '0.9.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:hibernate'],
    args: { file: text, dxml: text, flags: uint },
  },

  /** Writes the guest's memory into a file on the host, in a `DomainCoreDumpFormat`. */
  domainCoreDumpWithFormat: {
    number: 334,
    since: '1.2.3',
    readOnlyDenied: true,
    acl: ['domain:core_dump'],
    args: { dom: nonnullDomain, to: text, dumpformat: uint, flags: uint },
  },

  /** XML in the domain's managed save. */
  domainManagedSaveGetXMLDesc: {
    number: 388,
    since: '3.7.0',
    readOnlyDenied: { flags: DomainSaveImageXMLFlags.secure },
    acl: ['domain:read', { permission: 'domain:read_secure', withFlags: DomainSaveImageXMLFlags.secure }],
    args: { dom: nonnullDomain, flags: uint },
    ret: { xml: text },
  },

  /** Replaces the XML in the domain's managed save. */
  domainManagedSaveDefineXML: {
    number: 389,
    since: '3.7.0',
    readOnlyDenied: true,
    acl: ['domain:write', 'domain:hibernate'],
    args: { dom: nonnullDomain, dxml: optText, flags: uint },
  },

  /** Stops the guest and writes its state; where and how in named parameters (`DomainSaveParam`). */
  domainSaveParams: {
    number: 440,
    since: '8.4.0',
    readOnlyDenied: true,
    acl: ['domain:hibernate'],
    args: { dom: nonnullDomain, params: array(typedParam, domainSaveParamsMax), flags: uint },
  },

  /** Starts a guest out of a saved image; which and how in named parameters (`DomainSaveParam`). */
  domainRestoreParams: {
    number: 441,
    since: '8.4.0',
    readOnlyDenied: true,
    acl: ['domain:start', 'domain:write'],
    args: { params: array(typedParam, domainSaveParamsMax), flags: uint },
  },
});
