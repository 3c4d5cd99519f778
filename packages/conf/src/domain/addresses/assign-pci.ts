import type { DeviceAddress, PciAddress } from '../address.js';
import { isPlace } from '../device/same-address.js';
import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import type { PciConnection, PciModel } from './pci-bus-rules.js';
import { pciAddress, PciBuses } from './pci-buses.js';
import { type Addressed, withAddresses } from './placed.js';

/** A device that is plugged into PCI. */
export interface PciPlug {
  readonly device: Addressed;
  readonly connection: PciConnection;
  /** For one function of a device that has several: which, and with whom it shares its slot. */
  readonly companion?: { readonly group: string; readonly function: number };
}

/** What a hypervisor knows of its machine's PCI. */
export interface PciPolicy {
  /** Every device that is plugged in, in the order in which places are chosen. */
  plugs(devices: Devices, express: boolean): readonly PciPlug[];
  /** Takes the slots of the chipset, and settles the devices that belong into them. */
  chipset?(devices: Devices, places: PciPlaces): void;
  /** What a new guest keeps one place free for, to be plugged in later. */
  spare?(devices: Devices): PciConnection | undefined;
}

/** Places on all buses while they are being given out. */
export class PciPlaces {
  /** The buses that places are given out on. */
  readonly buses: PciBuses;
  readonly #placed = new Map<object, PciAddress>();

  constructor(buses: PciBuses) {
    this.buses = buses;
  }

  /** The addresses that were given out, by device. */
  get placed(): ReadonlyMap<object, PciAddress> {
    return this.#placed;
  }

  /** Gives a device without an address a certain place, if that is free. @returns whether the device got it */
  settle(device: Addressed | undefined, bus: number, slot: number, fn: number): boolean {
    if (device === undefined || givenPlace(device) !== undefined || !this.buses.isFree(bus, slot, fn)) return false;
    this.buses.reserve(bus, slot, fn);
    this.#placed.set(device, pciAddress(bus, slot, fn));
    return true;
  }

  /** Keeps functions of a slot from being chosen; all of them unless given. */
  reserve(bus: number, slot: number, functions: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7]): void {
    for (const fn of functions) this.buses.reserve(bus, slot, fn);
  }

  /** A function of a device whose other functions have a place goes there; all else is placed freely. */
  choose({ device, connection, companion }: PciPlug, plugs: readonly PciPlug[]): void {
    if (givenPlace(device) !== undefined || this.#placed.has(device)) return;
    for (const other of companion === undefined ? [] : plugs) {
      if (other.companion?.group !== companion?.group) continue;
      const beside = this.#placed.get(other.device) ?? givenPlace(other.device);
      if (beside !== undefined && this.settle(device, beside.bus ?? 0, beside.slot ?? 0, companion?.function ?? 0))
        return;
    }
    this.#placed.set(device, this.buses.choose(connection, companion?.function, device));
  }
}

function givenPlace({ address }: Addressed): PciAddress | undefined {
  return address?.type === 'pci' && isPlace(address) ? address : undefined;
}

/**
 * Gives every device on PCI an address: those that the document gives first, then the chipset's, then the others in
 * order. Where room is lacking, bridges and ports are added as controllers, behind all others.
 * @throws XML_ERROR for a given address that cannot be; INTERNAL_ERROR when no room can be made
 */
export function assignPci(domain: Domain, policy: PciPolicy): Domain {
  const models = modelsOf(domain.devices);
  if (models.length === 0) return domain;
  const trial = giveOut(domain.devices, new PciBuses(models, { grows: true }), policy);
  const spare = policy.spare?.(domain.devices);
  if (spare !== undefined) trial.buses.choose(spare);
  const grown = withBuses(domain, trial.buses.models);
  // What was added takes places itself, so everything is placed once more, on buses that stay as they are.
  const { buses, placed } = giveOut(grown.devices, new PciBuses(trial.buses.models, { grows: false }), policy);
  const addresses = new Map<object, DeviceAddress>(placed);
  for (const { device } of policy.plugs(grown.devices, isExpress(models))) {
    const given = givenPlace(device);
    if (given !== undefined) addresses.set(device, given);
  }
  for (const [device, address] of addresses) {
    if (address.type === 'pci') addresses.set(device, withMultifunction(address, buses));
  }
  return withAddresses(grown, addresses);
}

function isExpress(models: readonly PciModel[]): boolean {
  return models[0] === 'pcie-root';
}

/** The buses of a domain by number; one that is spoken of but not described is of the plain kind. */
function modelsOf({ controllers }: Devices): readonly PciModel[] {
  const described = new Map<number, PciModel>();
  for (const { kind, index = 0 } of controllers) {
    if (kind.type === 'pci' && kind.model !== undefined) described.set(index, kind.model);
  }
  const last = Math.max(-1, ...described.keys());
  const plain = described.get(0) === 'pcie-root' ? 'pcie-root-port' : 'pci-bridge';
  return Array.from({ length: last + 1 }, (_none, index) => described.get(index) ?? plain);
}

function withBuses(domain: Domain, models: readonly PciModel[]): Domain {
  const { controllers } = domain.devices;
  const there = new Set(controllers.flatMap(({ kind, index = 0 }) => (kind.type === 'pci' ? [index] : [])));
  const added = [...models.entries()].flatMap(([index, model]) =>
    there.has(index) ? [] : [{ index, kind: { type: 'pci', model } as const }],
  );
  return { ...domain, devices: { ...domain.devices, controllers: [...controllers, ...added] } };
}

function giveOut(devices: Devices, buses: PciBuses, policy: PciPolicy): PciPlaces {
  const places = new PciPlaces(buses);
  const plugs = policy.plugs(devices, isExpress(buses.models));
  for (const { device, connection } of plugs) {
    const given = givenPlace(device);
    if (given !== undefined) buses.take(given, connection);
  }
  policy.chipset?.(devices, places);
  for (const plug of plugs) places.choose(plug, plugs);
  return places;
}

/** Function 0 of a slot with several functions says so. */
function withMultifunction(address: PciAddress, buses: PciBuses): PciAddress {
  const { bus = 0, slot = 0, function: fn = 0, multifunction } = address;
  const several = fn === 0 && multifunction === undefined && buses.used(bus, slot) > 1;
  return several ? { ...address, multifunction: true } : address;
}
