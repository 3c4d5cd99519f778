import type { ProcedureName } from '@tsvirt/core/contract';
import type { ErrorCode } from '@tsvirt/util';

/** What a sample document must be about. */
export interface SampleIdentity {
  /** At most 15 characters of `a-z`, `0-9` and `-`, used by nothing else. */
  readonly name: string;
  /** Canonical text form, used by nothing else. */
  readonly uuid: string;
  /** A folder of its own that exists, for objects that need one (a storage pool's target). */
  readonly folder: string;
}

/** Writes a document that the driver takes, with exactly the name and uuid that it is given, as far as the kind has them. */
export type Sample = (identity: SampleIdentity) => string;

/** Documents of objects that the driver can make. Rules about kinds without a sample work on what the driver has, or are skipped. */
export interface Samples {
  readonly domain?: Sample;
  /** A device that a running domain can be given, with the name somewhere in it. */
  readonly device?: Sample;
  /** Of a domain that exists; unless given, a document with nothing but the name. */
  readonly domainSnapshot?: Sample;
  /** Of a domain that runs; unless given, a document with nothing but the name. */
  readonly domainCheckpoint?: Sample;
  readonly network?: Sample;
  /** Of a network that runs; unless given, a port of a guest's, without a bandwidth. */
  readonly networkPort?: Sample;
  readonly storagePool?: Sample;
  /** Of any pool made from `storagePool`. */
  readonly storageVol?: Sample;
  readonly secret?: Sample;
  readonly interface?: Sample;
  readonly nwfilter?: Sample;
  /** Of the filter that has the identity's name, for a port of that name; unless given, of a guest's port. */
  readonly nwfilterBinding?: Sample;
  /** A device that can be made on this host, with the uuid: a mediated one. */
  readonly nodeDevice?: Sample;
}

/** What can be asked of a domain in a state in which it has no meaning. */
export type Refusable =
  | 'create of a running domain'
  | 'create of a paused domain'
  | 'suspend of a paused domain'
  | 'suspend of an inactive domain'
  | 'resume of a running domain'
  | 'resume of an inactive domain'
  | 'destroy of an inactive domain'
  | 'shutdown of an inactive domain'
  | 'reboot of an inactive domain'
  | 'reset of an inactive domain';

/** In what a hypervisor differs from the others, where libvirt's drivers differ as well. */
export interface DomainTraits {
  /** Lifecycle events of a start, in order; `['started booted']` unless given. */
  readonly bootEvents?: readonly string[];
  /** Lifecycle events of a start in paused state; `['started booted', 'suspended paused']` unless given. */
  readonly pausedBootEvents?: readonly string[];
  /** Lifecycle events of a destroy, in order; `['stopped destroyed']` unless given. */
  readonly destroyEvents?: readonly string[];
  /** What a shutdown does: ends the guest before it answers (unless given), or asks the guest, which may not listen. */
  readonly shutdown?: 'ends' | 'asks';
  /** What a detach from a running guest does: takes the device away before it answers (unless given), or asks the guest. */
  readonly detach?: 'ends' | 'asks';
  /** The code for what cannot be done, or `ignored` when it succeeds and changes nothing. OPERATION_INVALID unless given. */
  readonly refusals?: { readonly [R in Refusable]?: ErrorCode | 'ignored' };
  /** How many guests are run at once; 8 unless given. */
  readonly guests?: number;
}

/** What the suite must know about a driver. */
export interface ContractOptions {
  readonly samples?: Samples;
  readonly domain?: DomainTraits;
  /** Definitions are there again after the driver was stopped and started on the same folders. */
  readonly persists?: boolean;
  /** Running guests are taken back after the driver was stopped and started on the same folders. */
  readonly guestsOutlive?: boolean;
  /** Runs the driver as in the system daemon; false unless given. */
  readonly privileged?: boolean;
  /** Procedures that take flags which there are not, as libvirt's own driver for the hypervisor does. Others must refuse them. */
  readonly lenientFlags?: readonly ProcedureName[];
  /** Milliseconds after which a call has failed, and the time of one rule; 20 seconds unless given. */
  readonly limitMs?: number;
  /** Why this host cannot run the driver: everything is skipped. Without it the driver's own `probe` is asked. */
  readonly unavailable?: string | undefined;
  /**
   * Rules that the driver is known to break, by their full name (`group: rule`), each with the reason. One that is kept
   * after all fails as well, so that the list only shrinks.
   */
  readonly exceptions?: { readonly [rule: string]: string };
}
