import { attr, attributeOf, fault, field, group, hex, type RequiredField } from '../kernel/index.js';

/** A number that is one, but too large for its part of an address, is another kind of fault. */
export function pciPart(name: string, digits: number, max: number): RequiredField<number> {
  const { spec } = attr(name, hex(digits, max));
  const any = hex(digits, 0xffff_ffff);
  return field<number>({
    ...spec,
    read(node, reading) {
      const given = any.read(attributeOf(node, name) ?? '');
      if (given !== undefined && given > max) {
        const what = `Invalid PCI address ${name}='${any.write(given)}', must be <= ${any.write(max)}`;
        throw fault(node, reading, what, '', { domain: 'NONE' });
      }
      return spec.read(node, reading);
    },
  });
}

/** Four numbers, of which those left out are 0. */
export const pciParts = {
  domain: pciPart('domain', 4, 0xffff_ffff).default(0),
  bus: pciPart('bus', 2, 0xff).default(0),
  slot: pciPart('slot', 2, 0x1f).default(0),
  function: pciPart('function', 1, 7).default(0),
};

/** Where a PCI device of the host is. */
export const hostPciPlace = group(pciParts);
