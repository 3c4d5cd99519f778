import { type Domain, isQ35, pciAddress, PciBuses } from '@tsvirt/conf/domain';
import { valueFault } from '@tsvirt/conf/kernel';
import type { Controller, PciAddress } from '../definition.js';
import { isI440fx } from './default-devices.js';
import { pciPlugs, type Plug } from './pci-connection.js';

type Devices = Domain['devices'];
type PciKind = Extract<Controller['kind'], { type: 'pci' }>;
type PciModel = NonNullable<PciKind['model']>;
type Placed = Map<object, PciAddress>;

/**
 * Gives every PCI device an address. Bridges and ports are added until everything has room; a new guest with PCI Express
 * keeps one port free for a device that is plugged in later.
 */
export function assignPciAddresses(domain: Domain): Domain {
  const { machine } = domain.os?.type ?? {};
  const q35 = isQ35(machine);
  if (!q35 && !isI440fx(machine)) {
    checkWithoutBuses(domain.devices);
    return domain;
  }
  const chipset = q35 ? q35Chipset : i440fxChipset;
  let { devices } = domain;
  if (q35) for (const controller of devices.controllers) checkIntegrated(controller);
  const { models, complete } = pciModels(devices);
  const trial = new PciBuses(models, { grows: true });
  place(devices, trial, q35, chipset);
  if (q35 && complete && models.length === 1 && trial.models.length > 1) trial.choose('pcie');
  for (const [index, model] of trial.models.entries()) {
    if (index >= models.length || !hasController(devices, index)) devices = withBridge(devices, index, model);
  }
  const buses = new PciBuses(trial.models, { grows: false });
  const placed = place(devices, buses, q35, chipset);
  devices = withAddresses(devices, placed, buses);
  return { ...domain, devices: { ...devices, controllers: devices.controllers.map(withTarget) } };
}

/** A machine without PCI has no room for what a document puts there. */
function checkWithoutBuses(devices: Devices): void {
  const buses = new PciBuses([], { grows: false });
  for (const { device, connection } of pciPlugs(devices, false)) {
    const given = givenAddress(device);
    if (given !== undefined) buses.take(given, connection);
  }
}

/** The controllers of a PIIX3 are parts of a chipset that has PCI. */
function checkIntegrated(controller: Controller): void {
  const { kind, address } = controller;
  const given = givenAddress(controller);
  if (address === undefined || given === undefined || (given.bus ?? 0) !== 0 || given.slot !== 1) return;
  const fn = given.function ?? 0;
  const isUsb = kind.type === 'usb' && (kind.model ?? 'piix3-uhci') === 'piix3-uhci' && fn === 2;
  if (!isUsb && !(kind.type === 'ide' && fn === 1)) return;
  const what = 'Bus 0 must be PCI for integrated PIIX3 USB or IDE controllers';
  throw valueFault(['INTERNAL_ERROR', 'QEMU'], what, address);
}

function pciModels(devices: Devices): { readonly models: readonly PciModel[]; readonly complete: boolean } {
  const found = devices.controllers.flatMap(({ kind, index = 0 }) =>
    kind.type === 'pci' && kind.model !== undefined ? [[index, kind.model] as const] : [],
  );
  const byIndex = new Map(found);
  const last = Math.max(-1, ...byIndex.keys());
  const express = byIndex.get(0) === 'pcie-root';
  const models: PciModel[] = [];
  for (let index = 0; index <= last; index++)
    models.push(byIndex.get(index) ?? (express ? 'pcie-root-port' : 'pci-bridge'));
  return { models, complete: byIndex.size === models.length };
}

function hasController({ controllers }: Devices, index: number): boolean {
  return controllers.some(({ kind, index: other }) => kind.type === 'pci' && other === index);
}

/** Added controllers come last, in the order of their being added. */
function withBridge(devices: Devices, index: number, model: PciModel): Devices {
  return { ...devices, controllers: [...devices.controllers, { index, kind: { type: 'pci', model } }] };
}

type Chipset = (devices: Devices, buses: PciBuses, placed: Placed) => void;

/** Places everything: given addresses first, then what belongs to the chipset, then the rest in order. */
function place(devices: Devices, buses: PciBuses, express: boolean, chipset: Chipset): Placed {
  const placed: Placed = new Map();
  const plugs = pciPlugs(devices, express);
  for (const { device, connection } of plugs) {
    const given = givenAddress(device);
    if (given !== undefined) buses.take(given, connection);
  }
  for (const device of builtIn(devices)) {
    const given = givenAddress(device);
    if (given !== undefined && !plugs.some(plug => plug.device === device)) buses.take(given, 'integrated');
  }
  chipset(devices, buses, placed);
  for (const plug of plugs)
    if (givenAddress(plug.device) === undefined && !placed.has(plug.device) && !isElsewhere(plug.device))
      choose(plug, plugs, buses, placed);
  return placed;
}

/** Controllers of the machine's own. */
function builtIn({ controllers }: Devices): readonly Controller[] {
  return controllers.filter(({ kind }) => kind.type === 'ide');
}

function givenAddress({ address: given }: Plug['device']): PciAddress | undefined {
  return isPci(given) && given.slot !== undefined ? given : undefined;
}

/** A device whose document puts it on another kind of bus stays there, for validation to judge. */
function isElsewhere({ address: given }: Plug['device']): boolean {
  return given !== undefined && given.type !== 'pci' && given.type !== 'unassigned';
}

function isPci(given: { readonly type: string } | undefined): given is PciAddress {
  return given?.type === 'pci';
}

/** A function of a device whose other functions have a place goes there; all else is placed freely. */
function choose(plug: Plug, plugs: readonly Plug[], buses: PciBuses, placed: Placed): void {
  const { device, connection, companion } = plug;
  if (companion === undefined) {
    placed.set(device, buses.choose(connection, undefined, device));
    return;
  }
  for (const other of plugs) {
    if (other.companion?.group !== companion.group) continue;
    const beside = placed.get(other.device) ?? givenAddress(other.device);
    const { bus = 0, slot = 0 } = beside ?? {};
    if (beside === undefined || !buses.isFree(bus, slot, companion.function)) continue;
    buses.reserve(bus, slot, companion.function);
    placed.set(device, pciAddress(bus, slot, companion.function));
    return;
  }
  placed.set(device, buses.choose(connection, companion.function, device));
}

function settle(device: object | undefined, where: PciAddress, buses: PciBuses, placed: Placed): boolean {
  const { bus = 0, slot = 0, function: fn = 0 } = where;
  if (device === undefined || !buses.isFree(bus, slot, fn)) return false;
  buses.reserve(bus, slot, fn);
  placed.set(device, where);
  return true;
}

function withoutAddress<T extends Plug['device']>(device: T | undefined): T | undefined {
  return device === undefined || givenAddress(device) !== undefined ? undefined : device;
}

/** i440fx: bridge, IDE, USB and power management share slot 1; the first video device is in slot 2. */
const i440fxChipset: Chipset = ({ controllers, videos }, buses, placed) => {
  const first = (type: 'ide' | 'usb') =>
    withoutAddress(
      controllers.find(
        ({ kind, index }) => kind.type === type && index === 0 && (kind.type !== 'usb' || kind.model === 'piix3-uhci'),
      ),
    );
  settle(first('ide'), pciAddress(0, 1, 1), buses, placed);
  settle(first('usb'), pciAddress(0, 1, 2), buses, placed);
  for (let fn = 0; fn < 8; fn++) buses.reserve(0, 1, fn);
  const [video] = videos;
  const shown = video?.model?.type === 'none' || video?.model?.type === 'ramfb' ? undefined : withoutAddress(video);
  if (buses.isFree(0, 2)) settle(shown, pciAddress(0, 2, 0), buses, placed);
};

/** q35: SATA and its neighbours in slot 31, the first video device in slot 1, USB 2 in 29 and 26, sound in 27. */
const q35Chipset: Chipset = ({ controllers, videos, sounds }, buses, placed) => {
  const sata = withoutAddress(controllers.find(({ kind, index }) => kind.type === 'sata' && index === 0));
  settle(sata, pciAddress(0, 0x1f, 2), buses, placed);
  for (const fn of [0, 2, 3]) buses.reserve(0, 0x1f, fn);
  const [video] = videos;
  const shown = video?.model?.type === 'none' || video?.model?.type === 'ramfb' ? undefined : withoutAddress(video);
  if (buses.isFree(0, 1)) settle(shown, pciAddress(0, 1, 0), buses, placed);
  usb2(controllers, buses, placed);
  const bridge = withoutAddress(
    controllers.find(({ kind }) => kind.type === 'pci' && kind.model === 'dmi-to-pci-bridge'),
  );
  if (buses.isFree(0, 0x1e)) settle(bridge, pciAddress(0, 0x1e, 0), buses, placed);
  const sound = sounds.find(({ model }) => model === 'ich9');
  if (buses.isFree(0, 0x1b)) settle(withoutAddress(sound), pciAddress(0, 0x1b, 0), buses, placed);
};

const usb2Functions = { 'ich9-uhci1': 0, 'ich9-uhci2': 1, 'ich9-uhci3': 2, 'ich9-ehci1': 7 } as const;

/** The first two USB 2 controllers are where the chipset has them. */
function usb2(controllers: readonly Controller[], buses: PciBuses, placed: Placed): void {
  const groups = new Map<number, Controller[]>();
  for (const controller of controllers) {
    const { kind, index = 0 } = controller;
    if (kind.type !== 'usb' || kind.model === undefined || !Object.hasOwn(usb2Functions, kind.model)) continue;
    groups.set(index, [...(groups.get(index) ?? []), controller]);
  }
  for (const group of groups.values()) {
    if (group.some(controller => givenAddress(controller) !== undefined)) continue;
    // The others follow the first function; without it they are devices like any other.
    if (!group.some(({ kind }) => kind.type === 'usb' && kind.model === 'ich9-uhci1')) continue;
    const slot = [0x1d, 0x1a].find(number => buses.isFree(0, number));
    if (slot === undefined) return;
    for (const controller of group) {
      const model = controller.kind.type === 'usb' ? controller.kind.model : undefined;
      const fn = model !== undefined && isUsb2(model) ? usb2Functions[model] : 0;
      settle(controller, pciAddress(0, slot, fn), buses, placed);
    }
  }
}

function isUsb2(model: string): model is keyof typeof usb2Functions {
  return Object.hasOwn(usb2Functions, model);
}

/** Puts the chosen addresses into the devices. Function 0 of a slot with several says so. */
function withAddresses(devices: Devices, placed: Placed, buses: PciBuses): Devices {
  const one = <T extends Plug['device']>(device: T): T => {
    const where = placed.get(device) ?? givenAddress(device);
    if (where === undefined) return device;
    const { bus = 0, slot = 0, function: fn = 0 } = where;
    const several = fn === 0 && where.multifunction === undefined && buses.used(bus, slot) > 1;
    const whole: PciAddress = { ...where, domain: where.domain ?? 0, bus, slot, function: fn };
    return { ...device, address: several ? { ...whole, multifunction: true } : whole };
  };
  const all = <T extends Plug['device']>(list: readonly T[]): readonly T[] => list.map(one);
  const maybe = <T extends Plug['device']>(device: T | undefined): T | undefined =>
    device === undefined ? undefined : one(device);
  return {
    ...devices,
    controllers: all(devices.controllers),
    filesystems: all(devices.filesystems),
    interfaces: all(devices.interfaces),
    sounds: all(devices.sounds),
    disks: all(devices.disks),
    hostdevs: all(devices.hostdevs),
    memballoon: maybe(devices.memballoon),
    rngs: all(devices.rngs),
    watchdogs: all(devices.watchdogs),
    videos: all(devices.videos),
    shmems: all(devices.shmems),
    inputs: all(devices.inputs),
    serials: all(devices.serials),
    vsock: maybe(devices.vsock),
    memories: all(devices.memories),
    iommus: all(devices.iommus),
    panics: all(devices.panics),
  };
}

const modelNames: Readonly<Partial<Record<PciModel, string>>> = {
  'pci-bridge': 'pci-bridge',
  'dmi-to-pci-bridge': 'i82801b11-bridge',
  'pcie-to-pci-bridge': 'pcie-pci-bridge',
  'pcie-root-port': 'pcie-root-port',
  'pcie-switch-upstream-port': 'x3130-upstream',
  'pcie-switch-downstream-port': 'xio3130-downstream',
  'pci-expander-bus': 'pxb',
  'pcie-expander-bus': 'pxb-pcie',
};

/** Names the device that plays a bridge, with the numbers that the guest sees on it. */
function withTarget(controller: Controller): Controller {
  const { kind, index = 0, address: where } = controller;
  if (kind.type !== 'pci' || kind.model === undefined || modelNames[kind.model] === undefined) return controller;
  const slot = isPci(where) ? (where.slot ?? 0) : 0;
  const fn = isPci(where) ? (where.function ?? 0) : 0;
  const target = targetOf(kind, index, slot, fn);
  return {
    ...controller,
    kind: { ...kind, modelName: kind.modelName ?? modelNames[kind.model], ...(target !== undefined && { target }) },
  };
}

function targetOf({ model, target }: PciKind, index: number, slot: number, fn: number): PciKind['target'] {
  switch (model) {
    case 'pci-bridge':
      return { ...target, chassisNr: target?.chassisNr ?? index };
    case 'pcie-root-port':
      return { ...target, chassis: target?.chassis ?? index, port: target?.port ?? slot * 8 + fn };
    case 'pcie-switch-downstream-port':
      return { ...target, chassis: target?.chassis ?? index, port: target?.port ?? slot };
    case 'pci-expander-bus':
    case 'pcie-expander-bus':
      return { ...target, busNr: target?.busNr ?? 254 };
    default:
      return target;
  }
}
