import type { DeviceAddress } from '../address.js';
import type { Domain } from '../domain.js';
import { contradiction, internal } from '../validate/unsupported.js';
import { type Addressed, placedAt, withAddresses } from './placed.js';

type CcwAddress = Extract<DeviceAddress, { type: 'ccw' }>;

/** Virtio devices have the channel subsystem image 0xfe to themselves. */
const virtualCssid = 0xfe;
const lastDevno = 0xffff;

/** The device numbers of a mainframe's channel subsystem that are in use. */
export class CcwNumbers {
  readonly #taken = new Set<string>();

  /** @throws XML_ERROR when the number is in use */
  take(address: CcwAddress): void {
    const text = textOf(address);
    if (this.#taken.has(text)) throw contradiction(`The CCW devno '${text}' is in use already `, address);
    this.#taken.add(text);
  }

  /** The lowest free number of the virtual subsystem, for a device. @throws INTERNAL_ERROR when there is none */
  choose(device: Addressed): CcwAddress {
    for (let devno = 0; devno <= lastDevno; devno++) {
      const address: CcwAddress = { type: 'ccw', cssid: virtualCssid, ssid: 0, devno };
      if (this.#taken.has(textOf(address))) continue;
      this.#taken.add(textOf(address));
      return address;
    }
    throw internal('There are no more free CCW devnos.', device);
  }
}

function textOf({ cssid = 0, ssid = 0, devno = 0 }: CcwAddress): string {
  return `${cssid.toString(16)}.${ssid.toString(16)}.${devno.toString(16).padStart(4, '0')}`;
}

/**
 * Gives devices of a mainframe guest their numbers: those that the document gives first, the others in order.
 * @param needing the devices that go on the channel subsystem, in the order of numbering
 * @throws XML_ERROR when two have one number; INTERNAL_ERROR when there are no more
 */
export function assignCcwNumbers(domain: Domain, needing: readonly Addressed[]): Domain {
  const numbers = new CcwNumbers();
  for (const { address } of placedAt(domain, 'ccw')) if (address.devno !== undefined) numbers.take(address);
  const placed = new Map<object, DeviceAddress>();
  for (const device of needing) {
    const { address } = device;
    if (address === undefined || (address.type === 'ccw' && address.devno === undefined))
      placed.set(device, numbers.choose(device));
  }
  return withAddresses(domain, placed);
}
