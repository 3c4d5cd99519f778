import type { CallOptions } from '../contract/index.js';
import type { NonnullNWFilter } from '../protocol/objects.js';
import type { PlainOptions } from './flag-options.js';
import { UuidObject } from './uuid-object.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A network filter.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const filter = await connection.nwFilterDefineXML(`<filter name='no-mail'>
 *   <rule action='drop' direction='out'><tcp dstportstart='25'/></rule>
 * </filter>`);
 * console.log(filter.getName()); // no-mail
 * await filter.undefine();
 * ```
 */
export class NWFilter extends UuidObject<NonnullNWFilter> {
  /** XML of a network filter. */
  getXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.nWFilterGetXMLDesc({ nwfilter: this.ref, flags: options?.flags ?? 0 }, options);
    return documentAs(xml, options);
  }

  /** Removes a network filter. Fails while something uses it. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.nWFilterUndefine({ nwfilter: this.ref }, options);
  }
}
