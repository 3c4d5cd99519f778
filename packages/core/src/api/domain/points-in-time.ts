import {
  DomainBackupBeginFlags,
  DomainCheckpointCreateFlags,
  DomainCheckpointListFlags,
  DomainSnapshotCreateFlags,
  DomainSnapshotListFlags,
  DomainSnapshotRevertFlags,
} from '../../protocol/enums/index.js';
import type {
  DomainBackupBeginOptions,
  DomainCheckpointCreateOptions,
  DomainCheckpointListOptions,
  DomainSnapshotCreateOptions,
  DomainSnapshotListOptions,
  DomainSnapshotRevertOptions,
} from '../call-flags.js';
import { DomainCheckpoint } from '../domain-checkpoint.js';
import { DomainSnapshot } from '../domain-snapshot.js';
import { flagsOf, type PlainOptions } from '../flag-options.js';
import {
  type AsDocument,
  type AsText,
  type AsValue,
  documentAs,
  optionalXml,
  type XmlSource,
  xmlText,
} from '../xml-codec.js';
import { DomainStats } from './stats.js';

/** Snapshots, checkpoints, and backups. */
export abstract class DomainPoints extends DomainStats {
  /** Starts a backup job. `checkpointXml` makes a checkpoint at the same moment; absent makes none. */
  backupBegin<T, U>(
    backupXml: XmlSource<T>,
    options?: DomainBackupBeginOptions & { readonly checkpointXml?: XmlSource<U> | undefined },
  ): Promise<void> {
    return this.call.domainBackupBegin(
      {
        dom: this.ref,
        backupXml: xmlText(backupXml),
        checkpointXml: optionalXml(options?.checkpointXml),
        flags: flagsOf(DomainBackupBeginFlags, options),
      },
      options,
    );
  }

  /** XML of the running backup job, with what the server filled in (port, socket). */
  backupGetXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  backupGetXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async backupGetXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.domainBackupGetXMLDesc({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return documentAs(xml, options);
  }

  /** Makes a checkpoint: from here on it is known which blocks change. */
  async checkpointCreateXML<T>(xml: XmlSource<T>, options?: DomainCheckpointCreateOptions): Promise<DomainCheckpoint> {
    const { checkpoint } = await this.call.domainCheckpointCreateXML(
      { dom: this.ref, xmlDesc: xmlText(xml), flags: flagsOf(DomainCheckpointCreateFlags, options) },
      options,
    );
    return new DomainCheckpoint(this.self, checkpoint);
  }

  /** Finds a checkpoint by name. */
  async checkpointLookupByName(name: string, options?: PlainOptions): Promise<DomainCheckpoint> {
    const { checkpoint } = await this.call.domainCheckpointLookupByName(
      { dom: this.ref, name, flags: options?.flags ?? 0 },
      options,
    );
    return new DomainCheckpoint(this.self, checkpoint);
  }

  /** Whether the domain has a current snapshot. */
  async hasCurrentSnapshot(options?: PlainOptions): Promise<boolean> {
    const { result } = await this.call.domainHasCurrentSnapshot({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return result !== 0;
  }

  /** Checkpoints of a domain; options narrow the list. */
  async listAllCheckpoints(options?: DomainCheckpointListOptions): Promise<DomainCheckpoint[]> {
    const { checkpoints } = await this.call.domainListAllCheckpoints(
      { dom: this.ref, flags: flagsOf(DomainCheckpointListFlags, options) },
      options,
    );
    return checkpoints.map(ref => new DomainCheckpoint(this.self, ref));
  }

  /** Snapshots of a domain; options narrow the list. */
  async listAllSnapshots(options?: DomainSnapshotListOptions): Promise<DomainSnapshot[]> {
    const { snapshots } = await this.call.domainListAllSnapshots(
      { dom: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return snapshots.map(ref => new DomainSnapshot(this.self, ref));
  }

  /** Takes a snapshot as its XML says; options say what of: disks, memory, metadata alone. */
  async snapshotCreateXML<T>(xml: XmlSource<T>, options?: DomainSnapshotCreateOptions): Promise<DomainSnapshot> {
    const { snap } = await this.call.domainSnapshotCreateXML(
      { dom: this.ref, xmlDesc: xmlText(xml), flags: flagsOf(DomainSnapshotCreateFlags, options) },
      options,
    );
    return new DomainSnapshot(this.self, snap);
  }

  /** The snapshot that the domain's present state grew from. @throws VirtError NO_DOMAIN_SNAPSHOT when there is none */
  async snapshotCurrent(options?: PlainOptions): Promise<DomainSnapshot> {
    const { snap } = await this.call.domainSnapshotCurrent({ dom: this.ref, flags: options?.flags ?? 0 }, options);
    return new DomainSnapshot(this.self, snap);
  }

  /** Names of snapshots. */
  async snapshotListNames(options?: DomainSnapshotListOptions): Promise<readonly string[]> {
    const { names } = await this.call.domainSnapshotListNames(
      { dom: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return names;
  }

  /** Finds a snapshot by name. */
  async snapshotLookupByName(name: string, options?: PlainOptions): Promise<DomainSnapshot> {
    const { snap } = await this.call.domainSnapshotLookupByName(
      { dom: this.ref, name, flags: options?.flags ?? 0 },
      options,
    );
    return new DomainSnapshot(this.self, snap);
  }

  /** Number of snapshots. */
  async snapshotNum(options?: DomainSnapshotListOptions): Promise<number> {
    const { num } = await this.call.domainSnapshotNum(
      { dom: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return num;
  }

  /** Takes the domain back to a snapshot. */
  revertToSnapshot(snapshot: DomainSnapshot, options?: DomainSnapshotRevertOptions): Promise<void> {
    const flags = flagsOf(DomainSnapshotRevertFlags, options);
    return this.call.domainRevertToSnapshot({ snap: snapshot.ref, flags }, options);
  }
}
