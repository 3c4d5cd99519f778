import type { Bandwidth } from '@tsvirt/conf/domain';
import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  completeNetworkPort,
  type ForwardAddress,
  formatNetworkPort,
  type NetworkPlug,
  type NetworkPort,
  parseNetworkPort,
  validateNetworkPort,
} from '@tsvirt/conf/network';
import { ObjectStore } from '@tsvirt/conf/store';
import type { NonnullNetwork, NonnullNetworkPort } from '@tsvirt/core/protocol';
import { type Uuid, VirtError } from '@tsvirt/util';
import type { NetworkDefinition } from './network-definition.js';

/** A port's definition, which has a uuid. */
interface PortDefinition extends NetworkPort {
  readonly uuid: Uuid;
}

/** One port of a network. */
export interface TestPort {
  /** Its uuid, which is all that it is known by. */
  readonly name: string;
  readonly definition: PortDefinition;
}

/** What ports need of their network. */
interface PortedNetwork {
  readonly name: string;
  readonly reference: NonnullNetwork;
  readonly definition: NetworkDefinition;
}

/** The ports of one active network. */
export class NetworkPorts implements Iterable<TestPort> {
  readonly #network: PortedNetwork;
  readonly #ports = new ObjectStore<TestPort & { definition: PortDefinition }>();

  constructor(network: PortedNetwork) {
    this.#network = network;
  }

  get size(): number {
    return this.#ports.size;
  }

  /** @throws VirtError NO_NETWORK_PORT */
  find(uuid: string): TestPort {
    const port = this.#ports.byName(uuid);
    if (port === undefined)
      throw new VirtError('NO_NETWORK_PORT', 'NETWORK', `Network port with UUID ${uuid} does not exist`);
    return port;
  }

  /**
   * Makes a port.
   * @param reclaim the document says where it is plugged in, since somebody is there; else the network chooses a place
   * @throws VirtError INTERNAL_ERROR without a uuid; NETWORK_PORT_EXIST; INVALID_ARG when the document says too much or too
   *   little; INTERNAL_ERROR when the network has no place
   */
  create(xml: string, reclaim: boolean, reading?: ReadOptions): TestPort {
    const given = parseNetworkPort(xml, reading);
    validateNetworkPort(given);
    const parsed = completeNetworkPort(given);
    const { uuid } = parsed;
    if (uuid === undefined) throw new VirtError('INTERNAL_ERROR', 'NETWORK', 'network port has no uuid');
    if (this.#ports.byName(uuid) !== undefined)
      throw new VirtError('NETWORK_PORT_EXIST', 'NETWORK', `Network port with UUID ${uuid} already exists`);
    if (reclaim && parsed.plug === undefined)
      throw new VirtError('INVALID_ARG', 'NETWORK', 'Port reclaim requested but plug type is none');
    if (!reclaim && parsed.plug !== undefined)
      throw new VirtError('INVALID_ARG', 'NETWORK', 'Port reclaim not requested but plug type is not none');
    const definition = { ...(reclaim ? parsed : this.#plugged(parsed)), uuid };
    const port = { name: uuid, definition };
    this.#ports.add(port);
    return port;
  }

  setBandwidth(port: TestPort, bandwidth: Bandwidth | undefined): void {
    const own = this.#ports.byName(port.name);
    if (own !== undefined) own.definition = { ...own.definition, bandwidth };
  }

  remove(port: TestPort): void {
    const own = this.#ports.byName(port.name);
    if (own !== undefined) this.#ports.remove(own);
  }

  /** How calls name a port of this network. */
  referenceTo({ name }: TestPort): NonnullNetworkPort {
    return { net: this.#network.reference, uuid: name };
  }

  [Symbol.iterator](): IterableIterator<TestPort> {
    return this.#ports[Symbol.iterator]();
  }

  /** The port at the place that the network has for it, with the settings of its port group. */
  #plugged(port: NetworkPort): NetworkPort {
    const { definition } = this.#network;
    const group = definition.portgroups.find(each =>
      port.group === undefined ? each.default : each.name === port.group,
    );
    return {
      ...port,
      bandwidth: port.bandwidth ?? group?.bandwidth,
      vlan: port.vlan ?? group?.vlan ?? definition.vlan,
      isolated: port.isolated ?? definition.isolated,
      plug: this.#place(),
    };
  }

  #place(): NetworkPlug {
    const { definition, name } = this.#network;
    const { forward, bridge } = definition;
    const mode = forward?.mode ?? 'open';
    switch (mode) {
      case 'nat':
      case 'route':
      case 'open':
        if (bridge?.name !== undefined) return { type: 'network', bridge: bridge.name };
        break;
      case 'hostdev': {
        const place = forward?.addresses.map(pciPlug).find(plug => !this.#holds(plug));
        if (place !== undefined) return { ...place, managed: forward?.managed };
        break;
      }
      default: {
        if (bridge?.name !== undefined) return { type: 'bridge', bridge: bridge.name };
        const dev = this.#leastUsed(forward?.interfaces.map(each => each.dev) ?? [], mode === 'passthrough');
        if (dev !== undefined) return { type: 'direct', dev, mode };
      }
    }
    throw new VirtError('INTERNAL_ERROR', 'NETWORK', `network '${name}' has no place for another port`);
  }

  /** Whether a port has a PCI device. */
  #holds({ address }: PciPlug): boolean {
    return Array.from(this.#ports).some(
      ({ definition: { plug } }) =>
        plug?.type === 'hostdev-pci' &&
        plug.address.domain === address.domain &&
        plug.address.bus === address.bus &&
        plug.address.slot === address.slot &&
        plug.address.function === address.function,
    );
  }

  /** The device with the fewest ports; only one without any when each can have one. */
  #leastUsed(devices: readonly string[], alone: boolean): string | undefined {
    const counts = devices.map(dev => ({
      dev,
      ports: Array.from(this.#ports).filter(({ definition: { plug } }) => plug?.type === 'direct' && plug.dev === dev)
        .length,
    }));
    const [best] = counts.filter(({ ports }) => !alone || ports === 0).sort((a, b) => a.ports - b.ports);
    return best?.dev;
  }
}

type PciPlug = Extract<NetworkPlug, { type: 'hostdev-pci' }>;

function pciPlug({ domain, bus, slot, function: fn }: ForwardAddress): PciPlug {
  return { type: 'hostdev-pci', address: { domain, bus, slot, function: fn } };
}

/** The document as the API shows it. */
export function writePort({ definition }: TestPort): string {
  return formatNetworkPort(definition);
}
