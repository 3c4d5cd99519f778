import type { Input } from '../definition.js';
import { addressProperties } from './address.js';
import { type CommandContext, virtioDevice } from './context.js';
import { virtioProperties } from './virtio.js';

/** Pointers and keyboards; PS/2 ones belong to the machine. */
export function inputs(context: CommandContext): void {
  const { domain, args } = context;
  for (const input of domain.devices.inputs) {
    if (input.type === 'evdev') {
      args.object({
        'qom-type': 'input-linux',
        id: input.alias,
        evdev: input.source?.dev,
        repeat: input.source?.repeat,
        grab_all: input.source?.grab === 'all' ? true : undefined,
        'grab-toggle': input.source?.grabToggle,
      });
      continue;
    }
    const driver = deviceOf(input);
    if (driver === undefined) continue;
    args.device({
      driver,
      ...(input.bus === 'virtio' ? virtioProperties(input.driver) : {}),
      id: input.alias,
      evdev: input.type === 'passthrough' ? input.source?.evdev : undefined,
      ...addressProperties(domain, input.address),
    });
  }
}

const usbDevices = { mouse: 'usb-mouse', tablet: 'usb-tablet', keyboard: 'usb-kbd' } as const;
const virtioDevices = {
  mouse: 'virtio-mouse-pci',
  tablet: 'virtio-tablet-pci',
  keyboard: 'virtio-keyboard-pci',
  passthrough: 'virtio-input-host-pci',
} as const;

function deviceOf({ type, bus, model }: Input): string | undefined {
  if (type === 'evdev') return undefined;
  if (bus === 'virtio') return virtioDevice(virtioDevices[type], model);
  return bus === 'usb' && type !== 'passthrough' ? usbDevices[type] : undefined;
}
