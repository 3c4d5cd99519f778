import { addressProperties } from './address.js';
import { chardev } from './character.js';
import type { CommandContext } from './context.js';

/** Smartcards: the host's, ones made of certificates, or one that a client passes in. */
export function smartcards(context: CommandContext): void {
  const { domain, args } = context;
  for (const [index, { card, address, alias: given }] of domain.devices.smartcards.entries()) {
    const alias = given ?? `smartcard${index}`;
    const place = addressProperties(domain, address);
    switch (card.mode) {
      case 'host':
        args.device({ driver: 'ccid-card-emulated', backend: 'nss-emulated', id: alias, ...place });
        break;
      case 'host-certificates': {
        const [cert1, cert2, cert3] = card.certificates;
        args.device({
          driver: 'ccid-card-emulated',
          backend: 'certificates',
          cert1,
          cert2,
          cert3,
          db: card.database,
          id: alias,
          ...place,
        });
        break;
      }
      case 'passthrough': {
        const id = chardev(context, card.source, `char${alias}`, { log: card.log, spiceName: 'smartcard' });
        args.device({ driver: 'ccid-card-passthru', chardev: id, id: alias, ...place });
        break;
      }
      default:
        card satisfies never;
    }
  }
}
