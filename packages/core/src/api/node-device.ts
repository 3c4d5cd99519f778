import type { CallOptions } from '../contract/index.js';
import { NodeDeviceUpdateFlags, NodeDeviceXMLFlags } from '../protocol/enums/index.js';
import type { NonnullNodeDevice } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type { NodeDeviceUpdateOptions, NodeDeviceXMLOptions } from './call-flags.js';
import type { Connection } from './connection/connection.js';
import { flagsOf, type PlainOptions } from './flag-options.js';
import { type AsDocument, type AsText, type AsValue, documentAs, type XmlSource, xmlText } from './xml-codec.js';

/**
 * A device of the host, by its name: `pci_0000_00_02_0`.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * for (const device of await connection.listAllNodeDevices()) {
 *   console.log(device.getName(), await device.listCaps());
 * }
 * ```
 */
export class NodeDevice extends ApiObject {
  /** Name: `pci_0000_00_02_0`, `net_eth0_52_54_00_4a_10_01`. */
  readonly name: string;
  /** How calls name it. */
  readonly ref: NonnullNodeDevice;

  constructor(connection: Connection, ref: NonnullNodeDevice) {
    super(connection);
    this.name = ref.name;
    this.ref = ref;
  }

  /** Starts a stored mediated device. */
  create(options?: PlainOptions): Promise<void> {
    return this.call.nodeDeviceCreate({ name: this.name, flags: options?.flags ?? 0 }, options);
  }

  /** Removes a host device that was made by a call. */
  destroy(options?: CallOptions): Promise<void> {
    return this.call.nodeDeviceDestroy({ name: this.name }, options);
  }

  /** Takes a device from its host driver. `driverName` (`vfio`) is what shall hold it; the usual one unless given. */
  detachFlags(options?: PlainOptions & { readonly driverName?: string | undefined }): Promise<void> {
    return this.call.nodeDeviceDetachFlags(
      { name: this.name, driverName: options?.driverName ?? null, flags: options?.flags ?? 0 },
      options,
    );
  }

  /** Takes a device from its host driver, so that a guest can have it. */
  dettach(options?: CallOptions): Promise<void> {
    return this.call.nodeDeviceDettach({ name: this.name }, options);
  }

  /** Whether the device starts with the host or its parent. */
  async getAutostart(options?: CallOptions): Promise<boolean> {
    const { autostart } = await this.call.nodeDeviceGetAutostart({ name: this.name }, options);
    return autostart !== 0;
  }

  /** Name. */
  getName(): string {
    return this.name;
  }

  /** Name of the device that this one hangs on; undefined at the root. */
  async getParent(options?: CallOptions): Promise<string | undefined> {
    const { parentName } = await this.call.nodeDeviceGetParent({ name: this.name }, options);
    return parentName ?? undefined;
  }

  /** XML of a host device. */
  getXMLDesc(options?: NodeDeviceXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: NodeDeviceXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: NodeDeviceXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.nodeDeviceGetXMLDesc(
      { name: this.name, flags: flagsOf(NodeDeviceXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether the device is there. */
  async isActive(options?: CallOptions): Promise<boolean> {
    const { active } = await this.call.nodeDeviceIsActive({ name: this.name }, options);
    return active !== 0;
  }

  /** Whether the device is stored, hence survives its stop. */
  async isPersistent(options?: CallOptions): Promise<boolean> {
    const { persistent } = await this.call.nodeDeviceIsPersistent({ name: this.name }, options);
    return persistent !== 0;
  }

  /** Capabilities of a host device: `pci`, `net`. */
  async listCaps(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.nodeDeviceListCaps({ name: this.name }, options);
    return names;
  }

  /** Number of capabilities of a host device. */
  async numOfCaps(options?: CallOptions): Promise<number> {
    const { num } = await this.call.nodeDeviceNumOfCaps({ name: this.name }, options);
    return num;
  }

  /** Gives a device back to its host driver. */
  reAttach(options?: CallOptions): Promise<void> {
    return this.call.nodeDeviceReAttach({ name: this.name }, options);
  }

  /** Resets a device that is detached from the host. */
  reset(options?: CallOptions): Promise<void> {
    return this.call.nodeDeviceReset({ name: this.name }, options);
  }

  /** Sets whether the device starts with the host or its parent. */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.call.nodeDeviceSetAutostart({ name: this.name, autostart: autostart ? 1 : 0 }, options);
  }

  /** Removes a stored mediated device. */
  undefine(options?: PlainOptions): Promise<void> {
    return this.call.nodeDeviceUndefine({ name: this.name, flags: options?.flags ?? 0 }, options);
  }

  /** Changes a mediated device: live, stored or both. */
  update<T>(xml: XmlSource<T>, options?: NodeDeviceUpdateOptions): Promise<void> {
    return this.call.nodeDeviceUpdate(
      { name: this.name, xmlDesc: xmlText(xml), flags: flagsOf(NodeDeviceUpdateFlags, options) },
      options,
    );
  }
}
