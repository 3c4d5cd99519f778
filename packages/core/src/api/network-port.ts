import type { NonnullNetworkPort } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type { PlainOptions } from './flag-options.js';
import type { Network } from './network.js';
import { type NetworkPortParameters, portParameters } from './parameters/host.js';
import { uuidBytes } from './uuid-text.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/**
 * A port of a virtual network: where one NIC is plugged in.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const network = await connection.networkLookupByName('default');
 * const port = await network.portCreateXML(`<networkport>
 *   <uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c401</uuid>
 *   <owner><name>web</name><uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid></owner>
 *   <mac address='52:54:00:4a:10:03'/>
 * </networkport>`);
 * console.log((await network.listAllPorts()).some(({ uuid }) => uuid === port.uuid)); // true
 * await port.delete();
 * ```
 */
export class NetworkPort extends ApiObject {
  /** The network that it is a port of. */
  readonly network: Network;
  /** UUID as lower-case text. */
  readonly uuid: string;
  /** How calls name it. */
  readonly ref: NonnullNetworkPort;

  constructor(network: Network, ref: NonnullNetworkPort) {
    super(network.connection);
    this.network = network;
    this.uuid = ref.uuid;
    this.ref = ref;
  }

  /** Disconnects and removes a port. */
  delete(options?: PlainOptions): Promise<void> {
    return this.call.networkPortDelete({ port: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** The network of the port. */
  getNetwork(): Network {
    return this.network;
  }

  /** A port's bandwidth in KiB/s. */
  async getParameters(options?: PlainOptions): Promise<NetworkPortParameters> {
    const { params } = await this.call.networkPortGetParameters(
      { port: this.ref, flags: options?.flags ?? 0 },
      options,
    );
    return portParameters.decode(params);
  }

  /** UUID as 16 bytes. */
  getUUID(): Uint8Array {
    return uuidBytes(this.uuid);
  }

  /** UUID as lower-case text. */
  getUUIDString(): string {
    return this.uuid;
  }

  /** XML of a network port. */
  getXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.networkPortGetXMLDesc({ port: this.ref, flags: options?.flags ?? 0 }, options);
    return documentAs(xml, options);
  }

  /** Changes a port's bandwidth in KiB/s. */
  setParameters(params: NetworkPortParameters, options?: PlainOptions): Promise<void> {
    return this.call.networkPortSetParameters(
      { port: this.ref, params: portParameters.encode(params), flags: options?.flags ?? 0 },
      options,
    );
  }
}
