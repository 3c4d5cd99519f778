import type { Controller } from '../controller.js';

/** Models of PCI controllers: what a bus is. */
export type PciModel = NonNullable<Extract<Controller['kind'], { type: 'pci' }>['model']>;

/** What a device is to the bus that it is plugged into. */
export type PciConnection =
  | 'pci'
  | 'pcie'
  /** A part of the root complex. */
  | 'integrated'
  | Exclude<PciModel, 'pci-root' | 'pcie-root'>;

/** What a bus takes. Slots are numbered through `lastSlot`. */
export interface PciBusRules {
  /** What goes there, also when the place is chosen. */
  readonly accepts: readonly PciConnection[];
  /** Accepted only at an address that the document gives, not when one is chosen. */
  readonly byHand?: readonly PciConnection[];
  readonly firstSlot: number;
  readonly lastSlot: number;
}

/** Which devices go where, and which slots there are. */
export const pciBusRules: Readonly<Record<PciModel, PciBusRules>> = {
  'pci-root': { accepts: ['pci', 'pci-bridge', 'pci-expander-bus', 'integrated'], firstSlot: 1, lastSlot: 31 },
  'pci-bridge': { accepts: ['pci', 'pci-bridge'], firstSlot: 1, lastSlot: 31 },
  'pci-expander-bus': { accepts: ['pci-bridge'], byHand: ['pci'], firstSlot: 0, lastSlot: 31 },
  'pcie-to-pci-bridge': { accepts: ['pci', 'pci-bridge'], firstSlot: 1, lastSlot: 31 },
  'dmi-to-pci-bridge': { accepts: ['pci-bridge'], byHand: ['pci'], firstSlot: 0, lastSlot: 31 },
  'pcie-root': {
    accepts: ['pcie-root-port', 'dmi-to-pci-bridge', 'pcie-expander-bus', 'integrated'],
    byHand: ['pci', 'pcie', 'pcie-to-pci-bridge'],
    firstSlot: 1,
    lastSlot: 31,
  },
  'pcie-root-port': { accepts: ['pcie', 'pcie-to-pci-bridge', 'pcie-switch-upstream-port'], firstSlot: 0, lastSlot: 0 },
  'pcie-switch-downstream-port': {
    accepts: ['pcie', 'pcie-to-pci-bridge', 'pcie-switch-upstream-port'],
    firstSlot: 0,
    lastSlot: 0,
  },
  'pcie-switch-upstream-port': { accepts: ['pcie-switch-downstream-port'], firstSlot: 0, lastSlot: 31 },
  'pcie-expander-bus': { accepts: ['pcie-root-port', 'dmi-to-pci-bridge'], firstSlot: 0, lastSlot: 31 },
};
