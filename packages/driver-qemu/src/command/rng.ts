import { addressProperties } from './address.js';
import { chardev } from './character.js';
import { type CommandContext, virtioDevice } from './context.js';
import { virtioProperties } from './virtio.js';

/** Sources of randomness, each with its backend on the host. */
export function rngs(context: CommandContext): void {
  const { domain, args } = context;
  for (const [index, rng] of domain.devices.rngs.entries()) {
    const alias = rng.alias ?? `rng${index}`;
    const id = `obj${alias}`;
    const { backend, rate } = rng;
    switch (backend.model) {
      case 'random':
        args.object({ 'qom-type': 'rng-random', id, filename: backend.device ?? '/dev/urandom' });
        break;
      case 'egd':
        args.object({ 'qom-type': 'rng-egd', id, chardev: chardev(context, backend.source, `char${alias}`) });
        break;
      case 'builtin':
        args.object({ 'qom-type': 'rng-builtin', id });
        break;
      default:
        backend satisfies never;
    }
    args.device({
      driver: virtioDevice('virtio-rng-pci', rng.model),
      ...virtioProperties(rng.driver),
      rng: id,
      id: alias,
      'max-bytes': rate?.bytes,
      period: rate === undefined ? undefined : (rate.period ?? 1000),
      ...addressProperties(domain, rng.address),
    });
  }
}
