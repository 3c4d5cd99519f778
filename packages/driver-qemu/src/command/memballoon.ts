import { addressProperties } from './address.js';
import { type CommandContext, virtioDevice } from './context.js';
import { virtioProperties } from './virtio.js';

/** The device through which the host takes memory back. */
export function memballoon({ domain, args }: CommandContext): void {
  const { memballoon: balloon } = domain.devices;
  if (balloon === undefined || !balloon.model.startsWith('virtio')) return;
  args.device({
    driver: virtioDevice('virtio-balloon-pci', balloon.model),
    ...virtioProperties(balloon.driver),
    id: balloon.alias,
    'deflate-on-oom': balloon.autodeflate,
    'free-page-reporting': balloon.freePageReporting,
    ...addressProperties(domain, balloon.address),
  });
}
