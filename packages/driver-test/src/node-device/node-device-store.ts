import { VirtError } from '@tsvirt/util';
import type { NodeDevice } from './node-device-definition.js';

/** The host's devices by name. */
export class NodeDeviceStore implements Iterable<NodeDevice> {
  readonly #devices = new Map<string, NodeDevice>();

  get(name: string): NodeDevice | undefined {
    return this.#devices.get(name);
  }

  /** @throws VirtError NO_NODE_DEVICE */
  find(name: string): NodeDevice {
    const device = this.#devices.get(name);
    if (device === undefined)
      throw new VirtError('NO_NODE_DEVICE', 'TEST', `no node device with matching name '${name}'`);
    return device;
  }

  add(device: NodeDevice): void {
    this.#devices.set(device.name, device);
  }

  remove(device: NodeDevice): void {
    this.#devices.delete(device.name);
  }

  [Symbol.iterator](): IterableIterator<NodeDevice> {
    return this.#devices.values();
  }
}
