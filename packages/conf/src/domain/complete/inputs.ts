import type { Domain } from '../domain.js';
import type { Input } from '../input.js';
import { internal } from '../validate/unsupported.js';

/** The bus of an input device that names none. @throws INTERNAL_ERROR for guests that have no such devices */
export function completeInput(input: Input, domain: Domain): Input {
  if (!hasInputs(domain)) {
    throw internal('Input devices are not supported by this virtualization driver.', input);
  }
  return input.bus === undefined ? { ...input, bus: defaultBus(input, domain) } : input;
}

/** Containers have none; a paravirtual guest has Xen's. */
function hasInputs({ os, type }: Domain): boolean {
  switch (os?.type?.type) {
    case 'hvm':
    case 'xen':
    case 'xenpvh':
      return true;
    case 'linux':
      return type === 'xen';
    default:
      return type === 'vz' || type === 'parallels';
  }
}

function defaultBus({ type }: Input, { os, type: domainType }: Domain): NonNullable<Input['bus']> {
  if (type === 'evdev') return 'none';
  if (os?.type?.type !== 'hvm') return domainType === 'vz' || domainType === 'parallels' ? 'parallels' : 'xen';
  if (type === 'passthrough') return 'virtio';
  const arch = os.type.arch;
  return (type === 'mouse' || type === 'keyboard') && (arch === 'i686' || arch === 'x86_64') ? 'ps2' : 'usb';
}
