import {
  claimChild,
  childOf,
  type FaultKind,
  fault,
  field,
  type RequiredField,
  textIn,
  ulong,
} from '../kernel/index.js';
import { readScaled } from '../kernel/scaled.js';

/** A child with a size, written in bytes under the unit's name; without a unit the number is in bytes. */
export function scaledBytes(
  name: string,
  written = 'bytes',
  wrong: FaultKind = { domain: 'STORAGE' },
): RequiredField<bigint> {
  return field<bigint>({
    claims: claimChild(name, { attributes: new Set(['unit']), children: new Map() }),
    missing: () => `missing ${name} element`,
    kind: { domain: 'STORAGE' },
    form: { kind: 'text', text: ulong },
    read(node, reading) {
      const found = childOf(node, name);
      if (found === undefined) return undefined;
      const text = textIn(found);
      if (text !== '' && !/^\s*\+?\d{1,20}$/.test(text)) {
        throw fault(found, reading, `malformed ${name} element`, ': expected a whole number', wrong);
      }
      return readScaled(found, reading, { per: 1n, assumed: 'bytes' });
    },
    children(value, out) {
      out.xml.open(name);
      out.xml.attribute('unit', written);
      out.xml.text(String(value));
      out.xml.close();
    },
  });
}
