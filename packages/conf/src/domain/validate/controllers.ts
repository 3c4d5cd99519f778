import { valueFault } from '../../kernel/index.js';
import type { PciControllerTarget } from '../controller.js';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

const lastTargetIndex = 30;

/** Checks controllers: no number twice, and PCI's own rules. */
export function validateControllers({ devices }: Domain): void {
  const taken = new Set<string>();
  for (const controller of devices.controllers) {
    const { kind, index, master, address, driver } = controller;
    if (kind.type === 'pci' && address !== undefined && (kind.model === 'pci-root' || kind.model === 'pcie-root')) {
      throw unsupported('pci-root and pcie-root controllers should not have an address', address);
    }
    // Companions share the number of their USB controller.
    if (kind.type !== 'usb' || master === undefined) {
      const name = `${kind.type}/${index}`;
      const shares = kind.type === 'usb' && kind.model?.startsWith('ich9') === true;
      if (taken.has(name) && !shares) {
        throw contradiction(`Multiple '${kind.type}' controllers with index '${index}'`, controller, 'index');
      }
      taken.add(name);
    }
    if (
      driver !== undefined &&
      (driver.iothread ?? 0) > 0 &&
      !(kind.type === 'scsi' && kind.model?.startsWith('virtio') === true)
    ) {
      throw contradiction("'iothread' attribute only supported for virtio scsi controllers", driver, 'iothread');
    }
    if (kind.type === 'usb' && kind.model?.startsWith('ich9-uhci') === true && !hasMaster(devices)) {
      throw valueFault(['XML_DETAIL', 'DOMAIN'], 'No master USB controller specified', controller);
    }
    if (kind.type === 'pci') {
      if ((index ?? 0) > 255) {
        throw unsupported(`PCI controller index ${index} too high, maximum is 255`, controller, 'index');
      }
      if (kind.target !== undefined) checkRanges(kind.target);
      if (index === 0 && kind.target?.node !== undefined) {
        throw unsupported("The PCI controller with index=0 can't be associated with a NUMA node", kind.target, 'node');
      }
    }
    if (kind.type !== 'pci' || kind.target?.index === undefined) continue;
    const targetIndex = kind.target.index;
    if (targetIndex > lastTargetIndex) {
      const detail = `PCI controller target index '${targetIndex}' out of range - must be 0-${lastTargetIndex}`;
      throw unsupported(detail, kind.target, 'index');
    }
    if ((index === 0) !== (targetIndex === 0)) {
      const detail = 'Only the PCI controller with index 0 can have target index 0, and vice versa';
      throw unsupported(detail, kind.target, 'index');
    }
  }
}

/** The numbers of a PCI controller that are a byte in the guest. */
const ranges = { chassisNr: [1, 255], chassis: [0, 255], port: [0, 255], busNr: [1, 254] } as const;

function checkRanges(target: PciControllerTarget): void {
  for (const name of ['chassisNr', 'chassis', 'port', 'busNr'] as const) {
    const [least, most] = ranges[name];
    const value = target[name];
    if (value === undefined || (value >= least && value <= most)) continue;
    throw unsupported(`PCI controller ${name} '${value}' out of range - must be ${least}-${most}`, target, name);
  }
}

/** Companions need the controller that they accompany. */
function hasMaster({ controllers }: Domain['devices']): boolean {
  return controllers.some(({ kind, master }) => kind.type === 'usb' && master === undefined);
}
