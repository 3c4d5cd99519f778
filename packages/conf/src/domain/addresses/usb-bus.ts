import type { Controller } from '../controller.js';

const hubPorts = 8;

/** Root ports of a USB controller. */
export function usbPortsOf({ kind }: Controller): number {
  if (kind.type !== 'usb') return 0;
  switch (kind.model) {
    case 'ehci':
    case 'ich9-ehci1':
      return 6;
    case 'pci-ohci':
      return 3;
    case 'nec-xhci':
    case 'qemu-xhci':
      return kind.ports ?? 4;
    case 'none':
    // Their ports are those of the controller that they go with.
    case 'ich9-uhci1':
    case 'ich9-uhci2':
    case 'ich9-uhci3':
      return 0;
    default:
      return 2;
  }
}

/** The ports of one USB bus: those of its controller and of the hubs in them, by path. */
export class UsbBus {
  /** Ports by the path of what they are on: '' is the controller, '1' the hub in its first port. */
  readonly #ports = new Map<string, (boolean | undefined)[]>();

  constructor(ports: number) {
    this.#ports.set('', Array.from({ length: ports }));
  }

  /** How many ports are free. */
  get free(): number {
    let count = 0;
    for (const ports of this.#ports.values()) count += ports.filter(taken => taken !== true).length;
    return count;
  }

  /** Takes a port by its path. @returns whether it was there and free */
  take(path: string, isHub: boolean): boolean {
    const cut = path.lastIndexOf('.');
    const ports = this.#ports.get(path.slice(0, Math.max(cut, 0)));
    const at = Number(path.slice(cut + 1)) - 1;
    if (ports === undefined || at < 0 || at >= ports.length || ports[at] === true) return false;
    ports[at] = true;
    if (isHub) this.#ports.set(path, Array.from({ length: hubPorts }));
    return true;
  }

  /** The first free port, those of the controller before those of hubs. */
  choose(isHub: boolean): string | undefined {
    for (const [path, ports] of [...this.#ports].toSorted(([a], [b]) => depth(a) - depth(b))) {
      const at = ports.findIndex(taken => taken !== true);
      if (at < 0) continue;
      const chosen = path === '' ? String(at + 1) : `${path}.${at + 1}`;
      this.take(chosen, isHub);
      return chosen;
    }
    return undefined;
  }
}

function depth(path: string): number {
  return path === '' ? 0 : path.split('.').length;
}
