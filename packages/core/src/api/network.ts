import { formatUuid } from '@tsvirt/util';
import type { CallOptions } from '../contract/index.js';
import {
  NetworkMetadataType,
  NetworkPortCreateFlags,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
  NetworkXMLFlags,
} from '../protocol/enums/index.js';
import type { NonnullNetwork } from '../protocol/objects.js';
import type { NetworkPortCreateOptions, NetworkUpdateOptions, NetworkXMLOptions } from './call-flags.js';
import type { Connection } from './connection/connection.js';
import { flagsOf, numberOf, type PlainOptions, type ValueOf } from './flag-options.js';
import { leaseOf, type NetworkLease } from './network-lease.js';
import { NetworkPort } from './network-port.js';
import { canonicalUuid } from './uuid-text.js';
import { UuidObject } from './uuid-object.js';
import { type AsDocument, type AsText, type AsValue, documentAs, type XmlSource, xmlText } from './xml-codec.js';

/** `VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER`. */
const updateOrderFeature = 16;

/**
 * A virtual network. The object names it by its uuid; what it is may change, or be gone.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const network = await connection.networkLookupByName('default');
 * console.log(await network.getBridgeName(), await network.isActive()); // virbr0 true
 * for (const { address, hostname } of await network.getDHCPLeases()) console.log(address, hostname);
 * ```
 */
export class Network extends UuidObject<NonnullNetwork> {
  /** Starts a defined network. */
  create(options?: CallOptions): Promise<void> {
    return this.call.networkCreate({ net: this.ref }, options);
  }

  /** Stops a network: bridge, DHCP and DNS servers, firewall rules. */
  destroy(options?: CallOptions): Promise<void> {
    return this.call.networkDestroy({ net: this.ref }, options);
  }

  /** Whether the network starts with the host. */
  async getAutostart(options?: CallOptions): Promise<boolean> {
    const { autostart } = await this.call.networkGetAutostart({ net: this.ref }, options);
    return autostart !== 0;
  }

  /** Host name of the network's bridge (`virbr0`). Fails for networks without one. */
  async getBridgeName(options?: CallOptions): Promise<string> {
    const { name } = await this.call.networkGetBridgeName({ net: this.ref }, options);
    return name;
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** Leases of a network's DHCP server, of one MAC address only with `mac`. */
  async getDHCPLeases(options?: PlainOptions & { readonly mac?: string | undefined }): Promise<NetworkLease[]> {
    const { leases } = await this.call.networkGetDHCPLeases(
      { net: this.ref, mac: options?.mac ?? null, flags: options?.flags ?? 0 },
      options,
    );
    return leases.map(leaseOf);
  }

  /** Title, description, or the element of the namespace `uri`. */
  async getMetadata(
    type: ValueOf<typeof NetworkMetadataType>,
    options?: NetworkUpdateOptions & { readonly uri?: string | undefined },
  ): Promise<string> {
    const { metadata } = await this.call.networkGetMetadata(
      {
        network: this.ref,
        type: numberOf(NetworkMetadataType, type),
        uri: options?.uri ?? null,
        flags: flagsOf(NetworkUpdateFlags, options),
      },
      options,
    );
    return metadata;
  }

  /** XML of a network; the live one while it is active, unless options ask for the stored one. */
  getXMLDesc(options?: NetworkXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: NetworkXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: NetworkXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.networkGetXMLDesc(
      { net: this.ref, flags: flagsOf(NetworkXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether the network runs. */
  async isActive(options?: CallOptions): Promise<boolean> {
    const { active } = await this.call.networkIsActive({ net: this.ref }, options);
    return active !== 0;
  }

  /** Whether the network is defined, hence survives its stop. */
  async isPersistent(options?: CallOptions): Promise<boolean> {
    const { persistent } = await this.call.networkIsPersistent({ net: this.ref }, options);
    return persistent !== 0;
  }

  /** Ports of a network. */
  async listAllPorts(options?: PlainOptions): Promise<NetworkPort[]> {
    const { ports } = await this.call.networkListAllPorts({ network: this.ref, flags: options?.flags ?? 0 }, options);
    return ports.map(ref => new NetworkPort(this, ref));
  }

  /** Makes a port of a network out of its XML, and connects it. */
  async portCreateXML<T>(xml: XmlSource<T>, options?: NetworkPortCreateOptions): Promise<NetworkPort> {
    const { port } = await this.call.networkPortCreateXML(
      { network: this.ref, xml: xmlText(xml), flags: flagsOf(NetworkPortCreateFlags, options) },
      options,
    );
    return new NetworkPort(this, port);
  }

  /** Finds a port by its UUID in 16 bytes. */
  async portLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<NetworkPort> {
    return this.portLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a port by its UUID as text. */
  async portLookupByUUIDString(uuid: string, options?: CallOptions): Promise<NetworkPort> {
    const args = { network: this.ref, uuid: canonicalUuid(uuid) };
    return new NetworkPort(this, (await this.call.networkPortLookupByUUID(args, options)).port);
  }

  /** Sets whether the network starts with the host. It must be persistent. */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.call.networkSetAutostart({ net: this.ref, autostart: autostart ? 1 : 0 }, options);
  }

  /**
   * Sets title, description, or an element of someone's own with its namespace and prefix; undefined removes it.
   * @param metadata text for title and description, XML for an element
   */
  setMetadata(
    type: ValueOf<typeof NetworkMetadataType>,
    metadata: string | undefined,
    options?: NetworkUpdateOptions & {
      /** The namespace's prefix. */
      readonly key?: string | undefined;
      readonly uri?: string | undefined;
    },
  ): Promise<void> {
    return this.call.networkSetMetadata(
      {
        network: this.ref,
        type: numberOf(NetworkMetadataType, type),
        metadata: metadata ?? null,
        key: options?.key ?? null,
        uri: options?.uri ?? null,
        flags: flagsOf(NetworkUpdateFlags, options),
      },
      options,
    );
  }

  /** Removes the stored definition. An active network goes on and becomes transient. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.networkUndefine({ net: this.ref }, options);
  }

  /**
   * Changes a part of the network, live or stored. `parentIndex` says which of several equal parents it is in (-1: the
   * only one, or the first that fits).
   */
  async update<T>(
    command: ValueOf<typeof NetworkUpdateCommand>,
    section: ValueOf<typeof NetworkUpdateSection>,
    parentIndex: number,
    xml: XmlSource<T>,
    options?: NetworkUpdateOptions,
  ): Promise<void> {
    const what = numberOf(NetworkUpdateCommand, command);
    const where = numberOf(NetworkUpdateSection, section);
    // Daemons from before libvirt 7.2 take the two the other way round, and say so by not having this feature.
    const isRight = await this.connection.hasFeature(updateOrderFeature, options);
    const flags = flagsOf(NetworkUpdateFlags, options);
    const order = isRight ? { command: what, section: where } : { command: where, section: what };
    return this.call.networkUpdate({ net: this.ref, ...order, parentIndex, xml: xmlText(xml), flags }, options);
  }
}
