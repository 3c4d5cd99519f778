import type { VirtError } from '@tsvirt/util';
import type { PciAddress } from '../address.js';
import { addressText } from '../device/same-address.js';
import { contradiction, internal } from '../validate/unsupported.js';
import { type PciBusRules, pciBusRules, type PciConnection, type PciModel } from './pci-bus-rules.js';

interface Slot {
  /** Bit n: function n is taken. */
  functions: number;
  /** All its functions so far are of devices that may share a slot. */
  shared: boolean;
}

/** One bus with what is plugged in. */
class PciBus {
  readonly model: PciModel;
  readonly slots = new Map<number, Slot>();

  constructor(model: PciModel) {
    this.model = model;
  }

  get rules(): PciBusRules {
    return pciBusRules[this.model];
  }
}

/** Devices of which several share the functions of one slot, when the place is chosen. */
const sharing: ReadonlySet<PciConnection> = new Set(['pcie-root-port']);

/** All PCI buses of a guest, by the number of their controller. */
export class PciBuses {
  readonly #buses: PciBus[] = [];
  /** Whether a missing bus is made rather than an error. */
  readonly #grows: boolean;

  /** @param models the controllers' models by number */
  constructor(models: readonly PciModel[], options: { readonly grows: boolean }) {
    this.#buses = models.map(model => new PciBus(model));
    this.#grows = options.grows;
  }

  /** The controllers' models by number, those that were added included. */
  get models(): readonly PciModel[] {
    return this.#buses.map(({ model }) => model);
  }

  get #isExpress(): boolean {
    return this.#buses[0]?.model === 'pcie-root';
  }

  /** Whether a function of a slot is free. */
  isFree(bus: number, slot: number, fn?: number): boolean {
    const functions = this.#buses[bus]?.slots.get(slot)?.functions ?? 0;
    return fn === undefined ? functions === 0 : (functions & (1 << fn)) === 0;
  }

  /** Number of functions in use in a slot. */
  used(bus: number, slot: number): number {
    let functions = this.#buses[bus]?.slots.get(slot)?.functions ?? 0;
    let count = 0;
    for (; functions !== 0; functions &= functions - 1) count++;
    return count;
  }

  /**
   * Takes the address that a document gives.
   * @throws XML_ERROR when there is no such bus, the device doesn't fit it, or the place is taken
   */
  take(address: PciAddress, connection: PciConnection): void {
    const { domain = 0, bus: number = 0, slot = 0, function: fn = 0 } = address;
    const text = addressText(address);
    const wrong = (what: string, key: 'domain' | 'bus' | 'slot') =>
      contradiction(`Invalid PCI address ${text}. ${what}`, address, key);
    if (this.#buses.length === 0) throw contradiction('No PCI buses available', address);
    if (domain !== 0) throw wrong('Only PCI domain 0 is available', 'domain');
    while (this.#grows && number >= this.#buses.length) this.#add(this.#isExpress ? 'pcie-root-port' : 'pci-bridge');
    const bus = this.#buses[number];
    if (bus === undefined) throw wrong(`Only PCI buses up to ${this.#buses.length - 1} are available`, 'bus');
    const { accepts, byHand = [], firstSlot, lastSlot } = bus.rules;
    if (slot < firstSlot) throw wrong(`slot must be >= ${firstSlot}`, 'slot');
    if (slot > lastSlot) throw wrong(`slot must be <= ${lastSlot}`, 'slot');
    // A conventional device in a port of PCI Express, or the reverse, is the document's own wish.
    const fits = accepts.includes(connection) || byHand.includes(connection) || isEndpoint(connection);
    if (!fits || (isEndpoint(connection) && !takesEndpoints(bus.model))) throw misfit(address, connection);
    const functions = bus.slots.get(slot)?.functions ?? 0;
    if ((functions & (1 << fn)) !== 0) throw contradiction(`Attempted double use of PCI Address ${text}`, address);
    this.#use(bus, slot, fn, sharing.has(connection));
  }

  /** Marks a place as taken by something that is no device of the document. */
  reserve(bus: number, slot: number, fn: number): void {
    const found = this.#buses[bus];
    if (found !== undefined) this.#use(found, slot, fn, false);
  }

  /**
   * Chooses a place.
   * @param fn the function that it must be; for devices that come as several functions of one slot
   * @param device whom it is for, so that an error has the device's place in the document
   * @throws INTERNAL_ERROR when there is none and no bus can be added
   */
  choose(connection: PciConnection, fn?: number, device: object = {}): PciAddress {
    for (let attempt = 0; attempt < 8; attempt++) {
      const found = this.#search(connection);
      if (found !== undefined) {
        this.#use(found.bus, found.slot, fn ?? found.fn, sharing.has(connection));
        return pciAddress(found.number, found.slot, fn ?? found.fn);
      }
      if (!this.#grows || !this.#growFor(connection, device)) break;
    }
    throw internal(
      isEndpoint(connection)
        ? 'No more available PCI slots'
        : `a PCI slot is needed to connect a PCI controller model='${connection}', but none is available, and it cannot be automatically added`,
      device,
    );
  }

  #search(connection: PciConnection): { bus: PciBus; number: number; slot: number; fn: number } | undefined {
    for (const [number, bus] of this.#buses.entries()) {
      const { accepts, firstSlot, lastSlot } = bus.rules;
      if (!accepts.includes(connection)) continue;
      for (let slot = firstSlot; slot <= lastSlot; slot++) {
        const found = bus.slots.get(slot);
        if (found === undefined) return { bus, number, slot, fn: 0 };
        if (!found.shared || !sharing.has(connection)) continue;
        for (let fn = 0; fn < 8; fn++) if ((found.functions & (1 << fn)) === 0) return { bus, number, slot, fn };
      }
    }
    return undefined;
  }

  /** Adds the bus that a device needs, with the bus that this one needs in front. */
  #growFor(connection: PciConnection, device: object): boolean {
    switch (connection) {
      case 'pci':
        if (this.#isExpress) {
          this.#add('pcie-root-port');
          this.#add('pcie-to-pci-bridge');
          // The bridge itself takes a port, which no device may have then.
          this.choose('pcie-to-pci-bridge', undefined, device);
        } else this.#add('pci-bridge');
        return true;
      case 'pci-bridge':
        this.#add(this.#isExpress ? 'dmi-to-pci-bridge' : 'pci-bridge');
        return true;
      case 'pcie':
      case 'pcie-to-pci-bridge':
      case 'pcie-switch-upstream-port':
        if (!this.#isExpress) return false;
        this.#add('pcie-root-port');
        return true;
      default:
        return false;
    }
  }

  #add(model: PciModel): void {
    this.#buses.push(new PciBus(model));
  }

  #use(bus: PciBus, slot: number, fn: number, shared: boolean): void {
    const found = bus.slots.get(slot);
    if (found === undefined) bus.slots.set(slot, { functions: 1 << fn, shared });
    else {
      found.functions |= 1 << fn;
      found.shared &&= shared;
    }
  }
}

function misfit(address: PciAddress, connection: PciConnection): VirtError {
  const where = `The device at PCI address ${addressText(address)}`;
  const what = `cannot be plugged into the PCI controller with index='${address.bus ?? 0}'`;
  return contradiction(`${where} ${what}. It requires a controller that accepts a ${connection}.`, address);
}

/** A PCI address in domain 0. */
export function pciAddress(bus: number, slot: number, fn: number): PciAddress {
  return { type: 'pci', domain: 0, bus, slot, function: fn };
}

function isEndpoint(connection: PciConnection): boolean {
  return connection === 'pci' || connection === 'pcie' || connection === 'integrated';
}

/** Ports of a switch's inner side and expander buses take no devices, only further ports. */
function takesEndpoints(model: PciModel): boolean {
  return model !== 'pcie-switch-upstream-port' && model !== 'pcie-expander-bus' && model !== 'pci-expander-bus';
}
