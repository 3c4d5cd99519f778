import { DomainCheckpointCreateFlags, DomainCheckpointXMLFlags } from '../enums/index.js';
import { domainCheckpointListMax } from '../limits.js';
import { nonnullDomain, nonnullDomainCheckpoint } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { array, int, uint, wireOnly } from '../xdr.js';

/** Checkpoints of a domain, and backups made with them. */
export const domainCheckpoint = procedures({
  /** Makes a checkpoint: from here on it is known which blocks change. */
  domainCheckpointCreateXML: {
    number: 411,
    since: '5.6.0',
    readOnlyDenied: true,
    acl: ['domain:checkpoint', { permission: 'domain:fs_freeze', withFlags: DomainCheckpointCreateFlags.quiesce }],
    args: { dom: nonnullDomain, xmlDesc: text, flags: uint },
    ret: { checkpoint: nonnullDomainCheckpoint },
  },

  /** XML of a checkpoint; `flags` may ask for the size of what changed since, in bytes. */
  domainCheckpointGetXMLDesc: {
    number: 412,
    since: '5.6.0',
    readOnlyDenied: { flags: DomainCheckpointXMLFlags.secure },
    acl: ['domain:read', { permission: 'domain:read_secure', withFlags: DomainCheckpointXMLFlags.secure }],
    args: { checkpoint: nonnullDomainCheckpoint, flags: uint },
    ret: { xml: text },
  },

  /** Checkpoints of a domain; `flags` (`DomainCheckpointListFlags`) narrow the list. */
  domainListAllCheckpoints: {
    number: 413,
    since: '5.6.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, needResults: wireOnly(int), flags: uint },
    ret: { checkpoints: array(nonnullDomainCheckpoint, domainCheckpointListMax), ret: wireOnly(int) },
    counted: { rule: 'results', list: 'checkpoints', ask: 'needResults', count: 'ret' },
  },

  /** Children of a checkpoint, or descendants when `flags` say so. */
  domainCheckpointListAllChildren: {
    number: 414,
    since: '5.6.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { checkpoint: nonnullDomainCheckpoint, needResults: wireOnly(int), flags: uint },
    ret: { checkpoints: array(nonnullDomainCheckpoint, domainCheckpointListMax), ret: wireOnly(int) },
    counted: { rule: 'results', list: 'checkpoints', ask: 'needResults', count: 'ret' },
  },

  /** Finds a checkpoint by name. */
  domainCheckpointLookupByName: {
    number: 415,
    since: '5.6.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, name: text, flags: uint },
    ret: { checkpoint: nonnullDomainCheckpoint },
  },

  /** The checkpoint before this one. */
  domainCheckpointGetParent: {
    number: 416,
    since: '5.6.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { checkpoint: nonnullDomainCheckpoint, flags: uint },
    ret: { parent: nonnullDomainCheckpoint },
  },

  /** Deletes a checkpoint, or with its descendants (`DomainCheckpointDeleteFlags`). */
  domainCheckpointDelete: {
    number: 417,
    since: '5.6.0',
    readOnlyDenied: true,
    acl: ['domain:checkpoint'],
    args: { checkpoint: nonnullDomainCheckpoint, flags: uint },
  },

  /** Starts a backup job. `checkpointXml` makes a checkpoint at the same moment; null makes none. */
  domainBackupBegin: {
    number: 421,
    since: '6.0.0',
    readOnlyDenied: true,
    acl: ['domain:checkpoint', 'domain:block_write'],
    args: { dom: nonnullDomain, backupXml: text, checkpointXml: optText, flags: uint },
  },

  /** XML of the running backup job, with what the server filled in (port, socket). */
  domainBackupGetXMLDesc: {
    number: 422,
    since: '6.0.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { xml: text },
  },
});
