import { addressProperties } from './address.js';
import { chardev } from './character.js';
import type { CommandContext } from './context.js';

/** USB devices that a client of the graphical console passes in. */
export function redirdevs(context: CommandContext, bootIndex: ReadonlyMap<unknown, number>): void {
  const { domain, args } = context;
  const rules = domain.devices.redirfilter?.rules.map(({ class: kind, vendor, product, version, allow }) =>
    [kind ?? '-1', vendor ?? '-1', product ?? '-1', version ?? '-1', allow ? '1' : '0'].join(':'),
  );
  for (const [index, device] of domain.devices.redirdevs.entries()) {
    const alias = device.alias ?? `redir${index}`;
    const id = chardev(context, device.source, `char${alias}`, { log: device.log, spiceName: 'usbredir' });
    args.device({
      driver: 'usb-redir',
      chardev: id,
      id: alias,
      filter: rules?.join('|'),
      bootindex: bootIndex.get(device),
      ...addressProperties(domain, device.address),
    });
  }
}
