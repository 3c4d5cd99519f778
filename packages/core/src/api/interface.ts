import type { CallOptions } from '../contract/index.js';
import { InterfaceXMLFlags } from '../protocol/enums/index.js';
import type { NonnullInterface } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type { InterfaceXMLOptions } from './call-flags.js';
import type { Connection } from './connection/connection.js';
import { flagsOf, type PlainOptions } from './flag-options.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * An interface of the host.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const nic = await connection.interfaceLookupByName('eth0');
 * console.log(nic.getMACString(), await nic.isActive()); // 52:54:00:4a:10:02 true
 * ```
 */
export class Interface extends ApiObject {
  /** Name: `eth0`. */
  readonly name: string;
  /** MAC address as text; empty where there is none. */
  readonly mac: string;
  /** How calls name it. */
  readonly ref: NonnullInterface;

  constructor(connection: Connection, ref: NonnullInterface) {
    super(connection);
    this.name = ref.name;
    this.mac = ref.mac;
    this.ref = ref;
  }

  /** Brings up a configured host interface. */
  create(options?: PlainOptions): Promise<void> {
    return this.call.interfaceCreate({ iface: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Takes down a host interface. */
  destroy(options?: PlainOptions): Promise<void> {
    return this.call.interfaceDestroy({ iface: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** MAC address as text; empty where there is none. */
  getMACString(): string {
    return this.mac;
  }

  /** Name. */
  getName(): string {
    return this.name;
  }

  /** XML of a host interface; as it is, or as configured when options say so. */
  getXMLDesc(options?: InterfaceXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: InterfaceXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: InterfaceXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.interfaceGetXMLDesc(
      { iface: this.ref, flags: flagsOf(InterfaceXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether the interface is up. */
  async isActive(options?: CallOptions): Promise<boolean> {
    const { active } = await this.call.interfaceIsActive({ iface: this.ref }, options);
    return active !== 0;
  }

  /** Removes a host interface's configuration. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.interfaceUndefine({ iface: this.ref }, options);
  }
}
