import { DomainSnapshotDeleteFlags, DomainSnapshotListFlags, DomainSnapshotXMLFlags } from '../protocol/enums/index.js';
import type { NonnullDomainSnapshot } from '../protocol/objects.js';
import type { DomainSnapshotDeleteOptions, DomainSnapshotListOptions, DomainSnapshotXMLOptions } from './call-flags.js';
import { DomainMoment } from './domain-moment.js';
import { flagsOf, type PlainOptions } from './flag-options.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A snapshot of a domain.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const domain = await connection.domainLookupByName('web');
 * const snapshot = await domain.snapshotCreateXML('<domainsnapshot><name>before-update</name></domainsnapshot>');
 * console.log(snapshot.getName(), await snapshot.isCurrent()); // before-update true
 * await domain.revertToSnapshot(snapshot);
 * await snapshot.delete();
 * ```
 */
export class DomainSnapshot extends DomainMoment<NonnullDomainSnapshot> {
  /** Deletes a snapshot, or with its descendants. */
  delete(options?: DomainSnapshotDeleteOptions): Promise<void> {
    return this.call.domainSnapshotDelete(
      { snap: this.ref, flags: flagsOf(DomainSnapshotDeleteFlags, options) },
      options,
    );
  }

  /** The snapshot that this one grew from. @throws VirtError NO_DOMAIN_SNAPSHOT when it grew from none */
  async getParent(options?: PlainOptions): Promise<DomainSnapshot> {
    const { snap } = await this.call.domainSnapshotGetParent({ snap: this.ref, flags: options?.flags ?? 0 }, options);
    return new DomainSnapshot(this.domain, snap);
  }

  /** XML of a snapshot. */
  getXMLDesc(options?: DomainSnapshotXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: DomainSnapshotXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: DomainSnapshotXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.domainSnapshotGetXMLDesc(
      { snap: this.ref, flags: flagsOf(DomainSnapshotXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether something beside the disk images is kept of the snapshot. */
  async hasMetadata(options?: PlainOptions): Promise<boolean> {
    const { metadata } = await this.call.domainSnapshotHasMetadata(
      { snap: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return metadata !== 0;
  }

  /** Whether the snapshot is the current one. */
  async isCurrent(options?: PlainOptions): Promise<boolean> {
    const { current } = await this.call.domainSnapshotIsCurrent(
      { snap: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return current !== 0;
  }

  /** Children of a snapshot, or descendants when options say so. */
  async listAllChildren(options?: DomainSnapshotListOptions): Promise<DomainSnapshot[]> {
    const { snapshots } = await this.call.domainSnapshotListAllChildren(
      { snapshot: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return snapshots.map(ref => new DomainSnapshot(this.domain, ref));
  }

  /** Names of a snapshot's children, or descendants when options say so. */
  async listChildrenNames(options?: DomainSnapshotListOptions): Promise<readonly string[]> {
    const { names } = await this.call.domainSnapshotListChildrenNames(
      { snap: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return names;
  }

  /** Number of a snapshot's children, or descendants when options say so. */
  async numChildren(options?: DomainSnapshotListOptions): Promise<number> {
    const { num } = await this.call.domainSnapshotNumChildren(
      { snap: this.ref, flags: flagsOf(DomainSnapshotListFlags, options) },
      options,
    );
    return num;
  }
}
