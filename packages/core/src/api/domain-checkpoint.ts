import {
  DomainCheckpointDeleteFlags,
  DomainCheckpointListFlags,
  DomainCheckpointXMLFlags,
} from '../protocol/enums/index.js';
import type { NonnullDomainCheckpoint } from '../protocol/objects.js';
import type {
  DomainCheckpointDeleteOptions,
  DomainCheckpointListOptions,
  DomainCheckpointXMLOptions,
} from './call-flags.js';
import { DomainMoment } from './domain-moment.js';
import { flagsOf, type PlainOptions } from './flag-options.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A checkpoint of a domain: a moment since which it is known what changed.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const domain = await connection.domainLookupByName('web');
 * const checkpoint = await domain.checkpointCreateXML('<domaincheckpoint><name>monday</name></domaincheckpoint>');
 * console.log(checkpoint.getName()); // monday
 * await checkpoint.delete();
 * ```
 */
export class DomainCheckpoint extends DomainMoment<NonnullDomainCheckpoint> {
  /** Deletes a checkpoint, or with its descendants. */
  delete(options?: DomainCheckpointDeleteOptions): Promise<void> {
    return this.call.domainCheckpointDelete(
      { checkpoint: this.ref, flags: flagsOf(DomainCheckpointDeleteFlags, options) },
      options,
    );
  }

  /** The checkpoint before this one. @throws VirtError NO_DOMAIN_CHECKPOINT when there is none */
  async getParent(options?: PlainOptions): Promise<DomainCheckpoint> {
    const { parent } = await this.call.domainCheckpointGetParent(
      { checkpoint: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return new DomainCheckpoint(this.domain, parent);
  }

  /** XML of a checkpoint; options may ask for the size of what changed since, in bytes. */
  getXMLDesc(options?: DomainCheckpointXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: DomainCheckpointXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: DomainCheckpointXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.domainCheckpointGetXMLDesc(
      { checkpoint: this.ref, flags: flagsOf(DomainCheckpointXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Children of a checkpoint, or descendants when options say so. */
  async listAllChildren(options?: DomainCheckpointListOptions): Promise<DomainCheckpoint[]> {
    const { checkpoints } = await this.call.domainCheckpointListAllChildren(
      { checkpoint: this.ref, flags: flagsOf(DomainCheckpointListFlags, options) },
      options,
    );
    return checkpoints.map(ref => new DomainCheckpoint(this.domain, ref));
  }
}
