import type { Domain } from '../domain.js';
import type { Input } from '../input.js';

/** The bus of an input device that names none. */
export function completeInput(input: Input, domain: Domain): Input {
  if (input.bus !== undefined) return input;
  return { ...input, bus: defaultBus(input, domain) };
}

function defaultBus({ type }: Input, { os, type: domainType }: Domain): NonNullable<Input['bus']> {
  if (type === 'evdev') return 'none';
  if (os?.type?.type !== 'hvm') return domainType === 'vz' || domainType === 'parallels' ? 'parallels' : 'xen';
  if (type === 'passthrough') return 'virtio';
  const arch = os.type.arch;
  return (type === 'mouse' || type === 'keyboard') && (arch === 'i686' || arch === 'x86_64') ? 'ps2' : 'usb';
}
