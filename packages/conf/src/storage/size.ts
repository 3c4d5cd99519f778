import {
  claimFirst,
  childOf,
  type FaultKind,
  fault,
  field,
  type RequiredField,
  textIn,
  ulong,
} from '../kernel/index.js';
import { readScaled } from '../kernel/scaled.js';

/** Sizes are signed numbers of 64 bits to the host. */
const largestSize = 0x7fff_ffff_ffff_ffffn;

/** A child with a size, written in bytes under the unit's name; without a unit the number is in bytes. */
export function scaledBytes(
  name: string,
  written = 'bytes',
  wrong: FaultKind = { domain: 'STORAGE' },
  largest = largestSize,
): RequiredField<bigint> {
  return field<bigint>({
    claims: claimFirst(name, { attributes: new Set(['unit']), children: new Map() }),
    missing: () => `missing ${name} element`,
    kind: { domain: 'STORAGE' },
    form: { kind: 'text', text: ulong },
    read(node, reading) {
      const found = childOf(node, name);
      if (found === undefined) return undefined;
      const text = textIn(found);
      if (text !== '' && ulong.read(text) === undefined) {
        throw fault(found, reading, `malformed ${name} element`, ': expected a whole number', wrong);
      }
      const bytes = readScaled(found, reading, { per: 1n, assumed: 'bytes' });
      if (bytes !== undefined && bytes > largest) {
        throw fault(found, reading, `value too large: ${text}`, '', { code: 'OVERFLOW', domain: 'NONE' });
      }
      return bytes;
    },
    children(value, out) {
      out.xml.open(name);
      out.xml.attribute('unit', written);
      out.xml.text(String(value));
      out.xml.close();
    },
  });
}
