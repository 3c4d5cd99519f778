import { DomainSnapshotCreateFlags, DomainSnapshotXMLFlags } from '../enums/index.js';
import { domainSnapshotListMax } from '../limits.js';
import { nonnullDomain, nonnullDomainSnapshot } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, int, uint, wireOnly } from '../xdr.js';

/** Snapshots of a domain. */
export const domainSnapshot = procedures({
  /**
   * Takes a snapshot out of its XML. `flags` (`DomainSnapshotCreateFlags`) say what of: disks, memory, metadata alone.
   */
  domainSnapshotCreateXML: {
    number: 185,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:snapshot', { permission: 'domain:fs_freeze', withFlags: DomainSnapshotCreateFlags.quiesce }],
    args: { dom: nonnullDomain, xmlDesc: text, flags: uint },
    ret: { snap: nonnullDomainSnapshot },
  },

  /** XML of a snapshot. */
  domainSnapshotGetXMLDesc: {
    number: 186,
    since: '0.8.0',
    priority: 'high',
    readOnlyDenied: { flags: DomainSnapshotXMLFlags.secure },
    acl: ['domain:read', { permission: 'domain:read_secure', withFlags: DomainSnapshotXMLFlags.secure }],
    args: { snap: nonnullDomainSnapshot, flags: uint },
    ret: { xml: text },
  },

  /** Number of snapshots; `flags` are `DomainSnapshotListFlags`. */
  domainSnapshotNum: {
    number: 187,
    since: '0.8.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { num: int },
  },

  /** Names of snapshots; `flags` are `DomainSnapshotListFlags`. */
  domainSnapshotListNames: {
    number: 188,
    since: '0.8.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, maxnames: wireOnly(int), flags: uint },
    ret: { names: array(text, domainSnapshotListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: domainSnapshotListMax },
  },

  /** Finds a snapshot by name. */
  domainSnapshotLookupByName: {
    number: 189,
    since: '0.8.0',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, name: text, flags: uint },
    ret: { snap: nonnullDomainSnapshot },
  },

  /** Whether the domain has a current snapshot: 1 or 0. */
  domainHasCurrentSnapshot: {
    number: 190,
    since: '0.8.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { result: int },
  },

  /** The snapshot that the domain's present state grew from. */
  domainSnapshotCurrent: {
    number: 191,
    since: '0.8.0',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, flags: uint },
    ret: { snap: nonnullDomainSnapshot },
  },

  /** Takes the domain back to a snapshot: disks, and memory where it was kept. */
  domainRevertToSnapshot: {
    number: 192,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:snapshot'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
  },

  /** Deletes a snapshot, or with its descendants (`DomainSnapshotDeleteFlags`). */
  domainSnapshotDelete: {
    number: 193,
    since: '0.8.0',
    readOnlyDenied: true,
    acl: ['domain:snapshot'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
  },

  /** The snapshot that this one grew from. */
  domainSnapshotGetParent: {
    number: 244,
    since: '0.9.7',
    priority: 'high',
    acl: ['domain:read'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
    ret: { snap: nonnullDomainSnapshot },
  },

  /** Number of a snapshot's children, or descendants when `flags` say so. */
  domainSnapshotNumChildren: {
    number: 246,
    since: '0.9.7',
    priority: 'high',
    acl: ['domain:read'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
    ret: { num: int },
  },

  /** Names of a snapshot's children, or descendants when `flags` say so. */
  domainSnapshotListChildrenNames: {
    number: 247,
    since: '0.9.7',
    priority: 'high',
    acl: ['domain:read'],
    args: { snap: nonnullDomainSnapshot, maxnames: wireOnly(int), flags: uint },
    ret: { names: array(text, domainSnapshotListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: domainSnapshotListMax },
  },

  /** Whether the snapshot is the current one: 1 or 0. */
  domainSnapshotIsCurrent: {
    number: 271,
    since: '0.9.13',
    acl: ['domain:read'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
    ret: { current: int },
  },

  /** Whether something beside the disk images is kept of the snapshot: 1 or 0. */
  domainSnapshotHasMetadata: {
    number: 272,
    since: '0.9.13',
    acl: ['domain:read'],
    args: { snap: nonnullDomainSnapshot, flags: uint },
    ret: { metadata: int },
  },

  /** Snapshots of a domain; `flags` (`DomainSnapshotListFlags`) narrow the list. */
  domainListAllSnapshots: {
    number: 274,
    since: '0.9.13',
    priority: 'high',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, needResults: wireOnly(int), flags: uint },
    ret: { snapshots: array(nonnullDomainSnapshot, domainSnapshotListMax), ret: wireOnly(int) },
    counted: { rule: 'results', list: 'snapshots', ask: 'needResults', count: 'ret' },
  },

  /** Children of a snapshot, or descendants when `flags` say so. */
  domainSnapshotListAllChildren: {
    number: 275,
    since: '0.9.13',
    priority: 'high',
    acl: ['domain:read'],
    args: { snapshot: nonnullDomainSnapshot, needResults: wireOnly(int), flags: uint },
    ret: { snapshots: array(nonnullDomainSnapshot, domainSnapshotListMax), ret: wireOnly(int) },
    counted: { rule: 'results', list: 'snapshots', ask: 'needResults', count: 'ret' },
  },
});
