import { type Domain, isQ35 } from '@tsvirt/conf/domain';
import { valueFault } from '@tsvirt/conf/kernel';
import type { Controller } from '../definition.js';

type Devices = Domain['devices'];
type Kind = Controller['kind'];

/** Whether a machine is one of the i440fx family. */
export function isI440fx(machine: string | undefined): boolean {
  return machine === 'pc' || (machine?.startsWith('pc-i440fx-') ?? false) || /^pc-[01]\./.test(machine ?? '');
}

/** Adds what every guest has: the controllers of its machine, a balloon, pointer and keyboard, a place for sound to go. */
export function addDefaultDevices(domain: Domain): Domain {
  const { machine } = domain.os?.type ?? {};
  let { devices } = domain;
  const q35 = isQ35(machine);
  const hasPci = q35 || isI440fx(machine);
  if (hasPci && !devices.controllers.some(({ kind }) => kind.type === 'usb')) {
    devices = append(devices, { index: 0, kind: { type: 'usb', model: q35 ? 'qemu-xhci' : undefined } });
  }
  if (q35) devices = maybe(devices, { type: 'sata' });
  if (hasPci) devices = pciRoot(devices, q35 ? 'pcie-root' : 'pci-root');
  devices = { ...devices, memballoon: devices.memballoon ?? { model: 'virtio' } };
  devices = withInputs(devices);
  return { ...domain, devices: withAudio(devices) };
}

function append(devices: Devices, controller: Controller): Devices {
  return { ...devices, controllers: insert(devices.controllers, controller) };
}

/** Controllers of one type stand together, by number. */
function insert(controllers: readonly Controller[], added: Controller): readonly Controller[] {
  const last = controllers.findLastIndex(
    ({ kind, index }) => kind.type === added.kind.type && (index ?? 0) <= (added.index ?? 0),
  );
  if (last >= 0) return controllers.toSpliced(last + 1, 0, added);
  const first = controllers.findIndex(({ kind }) => kind.type === added.kind.type);
  return first >= 0 ? controllers.toSpliced(first, 0, added) : [...controllers, added];
}

function maybe(devices: Devices, kind: Kind): Devices {
  const there = devices.controllers.some(other => other.kind.type === kind.type && other.index === 0);
  return there ? devices : append(devices, { index: 0, kind });
}

function pciRoot(devices: Devices, model: 'pci-root' | 'pcie-root'): Devices {
  const at = devices.controllers.findIndex(({ kind, index }) => kind.type === 'pci' && index === 0);
  const found = devices.controllers[at];
  if (found === undefined) return append(devices, { index: 0, kind: { type: 'pci', model } });
  if (found.kind.type !== 'pci') return devices;
  const given = found.kind.model;
  if (given !== undefined && given !== model) {
    throw valueFault(
      ['CONFIG_UNSUPPORTED', 'QEMU'],
      `PCI controller with index='0' must be model='${model}' for this machine type, but model='${given}' was found instead`,
      found.kind,
      'model',
    );
  }
  return { ...devices, controllers: devices.controllers.with(at, { ...found, kind: { ...found.kind, model } }) };
}

function withInputs(devices: Devices): Devices {
  const ps2 = (type: 'mouse' | 'keyboard') =>
    devices.inputs.some(input => input.type === type && (input.bus ?? 'ps2') === 'ps2')
      ? []
      : [{ type, bus: 'ps2' } as const];
  return { ...devices, inputs: [...devices.inputs, ...ps2('mouse'), ...ps2('keyboard')] };
}

/** Sound goes where the picture goes, if that can carry it, and else nowhere. */
function withAudio(devices: Devices): Devices {
  if (devices.audios.length > 0 || devices.graphics.some(({ kind }) => kind.type === 'sdl')) return devices;
  const spice = devices.graphics.some(({ kind }) => kind.type === 'spice');
  return { ...devices, audios: [{ id: 1, kind: { type: spice ? 'spice' : 'none' } }] };
}
