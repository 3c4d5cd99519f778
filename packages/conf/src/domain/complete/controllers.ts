import type { Controller, ControllerKind } from '../controller.js';
import type { Devices } from '../devices.js';
import { unsupported } from '../validate/unsupported.js';

/** No guest has more controllers than this; it bounds what a document can make the steps below do. */
const mostControllers = 1024;

/** @param holder the device that asks for them, or the list that has them */
function checkCount(count: number, holder: object): void {
  if (count <= mostControllers) return;
  throw unsupported(`more than ${mostControllers} controllers, or a number above that`, holder);
}

/**
 * Controllers in libvirt's order: those of one type by number, masters before their companions.
 * @throws CONFIG_UNSUPPORTED for more than 1024
 */
export function arrangeControllers(controllers: readonly Controller[]): readonly Controller[] {
  checkCount(controllers.length, controllers[mostControllers] ?? controllers);
  const arranged: Controller[] = [];
  for (const controller of controllers) arranged.splice(placeAmong(arranged, controller), 0, controller);
  return arranged;
}

/** Where a controller goes in a list that is in order: among those of its type, and behind all others when there is none. */
export function placeAmong(arranged: readonly Controller[], controller: Controller): number {
  let at = -1;
  for (let i = arranged.length - 1; i >= 0; i--) {
    const other = arranged[i];
    if (other?.kind.type !== controller.kind.type) continue;
    if (controller.index === undefined) return i + 1;
    const otherIndex = other.index ?? -1;
    const isCompanion =
      otherIndex === controller.index && other.master !== undefined && controller.master === undefined;
    if (otherIndex > controller.index || isCompanion) at = i;
    else if (at === -1) at = i + 1;
  }
  return at === -1 ? arranged.length : at;
}

const usb2Models = new Set(['ich9-ehci1', 'ich9-uhci1', 'ich9-uhci2', 'ich9-uhci3']);

function isUsb2({ kind }: Controller): boolean {
  return kind.type === 'usb' && kind.model !== undefined && usb2Models.has(kind.model);
}

/**
 * Numbers controllers that have none: the lowest free number of the type. Companions of one USB 2 controller share
 * its number, as long as the one listed before is of the group and has no twin of the same model.
 */
export function numberControllers(controllers: readonly Controller[]): readonly Controller[] {
  const numbered = [...controllers];
  for (const [i, controller] of numbered.entries()) {
    if (controller.index !== undefined) continue;
    const before = numbered[i - 1];
    let index: number | undefined;
    if (before !== undefined && isUsb2(controller) && isUsb2(before)) {
      const twin = numbered.some(
        other => other.kind.type === 'usb' && other.index === before.index && sameModel(other.kind, controller.kind),
      );
      if (!twin) index = before.index;
    }
    numbered[i] = { ...controller, index: index ?? freeIndex(numbered, controller.kind.type) };
  }
  return numbered;
}

function sameModel(a: ControllerKind, b: ControllerKind): boolean {
  return 'model' in a && 'model' in b && a.model === b.model;
}

function freeIndex(controllers: readonly Controller[], type: ControllerKind['type']): number {
  const taken = new Set(controllers.filter(({ kind }) => kind.type === type).map(({ index }) => index));
  let index = 0;
  while (taken.has(index)) index++;
  return index;
}

const companionPorts: ReadonlyMap<string, number> = new Map([
  ['ich9-uhci1', 0],
  ['ich9-uhci2', 2],
  ['ich9-uhci3', 4],
]);

/** Fills in the first port of a USB companion. */
export function completeController(controller: Controller): Controller {
  const { kind } = controller;
  if (kind.type !== 'usb' || controller.master !== undefined) return controller;
  const port = companionPorts.get(kind.model ?? '');
  return port === undefined ? controller : { ...controller, master: port };
}

/** Adds a controller at the end of the list, unless one of its type and number is there. */
export function withController(devices: Devices, kind: ControllerKind, index: number): Devices {
  const there = devices.controllers.some(other => other.kind.type === kind.type && other.index === index);
  return there ? devices : { ...devices, controllers: [...devices.controllers, { index, kind }] };
}

/**
 * Adds the controllers that addresses of other devices speak of.
 * @throws CONFIG_UNSUPPORTED for more than 1024 of a kind
 */
export function addImpliedControllers(given: Devices): Devices {
  let devices = given;
  const add = (kind: ControllerKind, places: readonly { readonly controller: number }[]) => {
    for (const place of places) checkCount(place.controller + 1, place);
    const last = places.reduce((most, { controller }) => Math.max(most, controller), -1);
    for (let index = 0; index <= last; index++) devices = withController(devices, kind, index);
  };
  const scsiHostdevs = devices.hostdevs.flatMap(({ hostdev, address }) =>
    hostdev.mode === 'subsystem' && hostdev.device.type === 'scsi' && address?.type === 'drive' ? [address] : [],
  );
  const model = devices.controllers.findLast(({ kind }) => kind.type === 'scsi')?.kind ?? { type: 'scsi' };
  add(model, scsiHostdevs);
  for (const bus of ['scsi', 'fdc', 'ide', 'sata'] as const) {
    const places = devices.disks.flatMap(({ target, address }) =>
      target.bus === bus && address?.type === 'drive' ? [address] : [],
    );
    add({ type: bus }, places);
  }
  const serialPorts = [
    ...devices.channels.filter(({ target }) => target.type === 'virtio'),
    ...devices.consoles.filter(({ target }) => target?.type === 'virtio'),
  ];
  const serialNumbers = serialPorts.map(({ address }) => (address?.type === 'virtio-serial' ? address.controller : 0));
  checkCount(new Set(serialNumbers).size, devices);
  for (const index of new Set(serialNumbers)) devices = withController(devices, { type: 'virtio-serial' }, index);
  const ccids = devices.smartcards.flatMap(({ address }) => (address?.type === 'ccid' ? [address.controller] : []));
  checkCount(new Set(ccids).size, devices);
  for (const index of new Set(ccids)) devices = withController(devices, { type: 'ccid' }, index);
  return devices;
}
