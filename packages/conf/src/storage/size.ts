import { claimChild, childOf, field, type RequiredField } from '../kernel/index.js';
import { readScaled } from '../kernel/scaled.js';

/** A child with a size, written in bytes under the unit's name; without a unit the number is in bytes. */
export function scaledBytes(name: string, written = 'bytes'): RequiredField<bigint> {
  return field<bigint>({
    claims: claimChild(name, { attributes: new Set(['unit']), children: new Map() }),
    missing: () => `missing ${name} element`,
    kind: { domain: 'STORAGE' },
    read(node, reading) {
      const found = childOf(node, name);
      return found === undefined ? undefined : readScaled(found, reading, { per: 1n, assumed: 'bytes' });
    },
    children(value, out) {
      out.xml.open(name);
      out.xml.attribute('unit', written);
      out.xml.text(String(value));
      out.xml.close();
    },
  });
}
