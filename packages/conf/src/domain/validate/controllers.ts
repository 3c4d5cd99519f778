import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

const lastTargetIndex = 30;

/** Checks controllers: no number twice, and PCI's own rules. */
export function validateControllers({ devices }: Domain): void {
  const taken = new Set<string>();
  for (const { kind, index, master, address } of devices.controllers) {
    if (kind.type === 'pci' && address !== undefined && (kind.model === 'pci-root' || kind.model === 'pcie-root')) {
      throw unsupported('pci-root and pcie-root controllers should not have an address');
    }
    // Companions share the number of their USB controller.
    if (kind.type !== 'usb' || master === undefined) {
      const name = `${kind.type}/${index}`;
      const shares = kind.type === 'usb' && kind.model?.startsWith('ich9') === true;
      if (taken.has(name) && !shares) throw contradiction(`Multiple '${kind.type}' controllers with index '${index}'`);
      taken.add(name);
    }
    if (kind.type !== 'pci' || kind.target?.index === undefined) continue;
    const targetIndex = kind.target.index;
    if (targetIndex > lastTargetIndex) {
      throw unsupported(`PCI controller target index '${targetIndex}' out of range - must be 0-${lastTargetIndex}`);
    }
    if ((index === 0) !== (targetIndex === 0)) {
      throw unsupported('Only the PCI controller with index 0 can have target index 0, and vice versa');
    }
  }
}
