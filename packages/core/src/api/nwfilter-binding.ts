import type { CallOptions } from '../contract/index.js';
import type { NonnullNWFilterBinding } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type { Connection } from './connection/connection.js';
import type { PlainOptions } from './flag-options.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A filter at work on one device of the host.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const filter = await connection.nwFilterDefineXML(`<filter name='no-mail'>
 *   <rule action='drop' direction='out'><tcp dstportstart='25'/></rule>
 * </filter>`);
 * const binding = await connection.nwFilterBindingCreateXML(`<filterbinding>
 *   <owner><name>web</name><uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid></owner>
 *   <portdev name='vnet0'/>
 *   <mac address='52:54:00:4a:10:01'/>
 *   <filterref filter='${filter.getName()}'/>
 * </filterbinding>`);
 * console.log(binding.getPortDev(), binding.getFilterName()); // vnet0 no-mail
 * ```
 */
export class NWFilterBinding extends ApiObject {
  /** The host's device that is filtered: `vnet0`. */
  readonly portDev: string;
  /** The network filter at work. */
  readonly filterName: string;
  /** How calls name it. */
  readonly ref: NonnullNWFilterBinding;

  constructor(connection: Connection, ref: NonnullNWFilterBinding) {
    super(connection);
    this.portDev = ref.portdev;
    this.filterName = ref.filtername;
    this.ref = ref;
  }

  /** Takes a filter off its host device. */
  delete(options?: CallOptions): Promise<void> {
    return this.call.nWFilterBindingDelete({ nwfilter: this.ref }, options);
  }

  /** Name of the filter. */
  getFilterName(): string {
    return this.filterName;
  }

  /** The host device that the filter works on: `vnet0`. */
  getPortDev(): string {
    return this.portDev;
  }

  /** XML of a filter binding. */
  getXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.nWFilterBindingGetXMLDesc(
      { nwfilter: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return documentAs(xml, options);
  }
}
