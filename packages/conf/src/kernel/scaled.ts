import type { XmlElement } from '@tsvirt/util/xml';
import { claimAttribute, claimFirst } from './claims.js';
import { fault } from './fault.js';
import { field, type RequiredField } from './field.js';
import { attributeOf, childOf, textIn } from './node.js';
import { ulong } from './numbers.js';
import type { Reading } from './reading.js';

const powers: ReadonlyMap<string, bigint> = new Map(
  ['k', 'm', 'g', 't', 'p', 'e'].flatMap((letter, i) => {
    const binary = 1024n ** BigInt(i + 1);
    return [
      [letter, binary],
      [`${letter}ib`, binary],
      [`${letter}b`, 1000n ** BigInt(i + 1)],
    ] as const;
  }),
);

/** Bytes in a unit as libvirt's documents name it, in any case: `KiB`, `k`, `MB`; undefined when there is no such unit. */
export function unitBytes(unit: string): bigint | undefined {
  const name = unit.toLowerCase();
  return name === '' || name === 'b' || name === 'byte' || name === 'bytes' ? 1n : powers.get(name);
}

const largest = 0xffff_ffff_ffff_ffffn;

/** How many `per` bytes the element's text and `unit` attribute say, rounded up as libvirt rounds; undefined for no text. */
export function readScaled(
  node: XmlElement,
  reading: Reading,
  unit: { readonly per: bigint; readonly assumed: string },
  attribute = 'unit',
): bigint | undefined {
  const given = textIn(node);
  if (given === '') return undefined;
  const digits = /^\s*\+?(\d{1,20})$/.exec(given)?.[1];
  if (digits === undefined)
    throw fault(node, reading, `could not parse element ${node.name}`, ': expected a whole number');
  return scale(BigInt(digits), attributeOf(node, attribute) || unit.assumed, unit.per, node, reading);
}

/** @throws INVALID_ARG for an unknown unit, OVERFLOW when the result has more than 64 bits. */
export function scale(value: bigint, unit: string, per: bigint, node: XmlElement, reading: Reading): bigint {
  const bytes = unitBytes(unit);
  if (bytes === undefined) {
    const kind = { code: 'INVALID_ARG', domain: 'NONE' } as const;
    throw fault(node, reading, `unknown suffix '${unit}'`, ': expected a unit such as KiB, MiB or GB', kind);
  }
  const total = value * bytes;
  if (total > largest)
    throw fault(node, reading, `value too large: ${value}${unit}`, '', { code: 'OVERFLOW', domain: 'NONE' });
  return (total + per - 1n) / per;
}

const kib = { per: 1024n, assumed: 'KiB' };

/** A child with a size, written in KiB; without a unit the number is in KiB, or in what `assumed` names. */
export function scaledKiB(name: string, assumed = 'KiB'): RequiredField<bigint> {
  const unit = { ...kib, assumed };
  return field<bigint>({
    claims: claimFirst(name, { attributes: new Set(['unit']), children: new Map() }),
    form: { kind: 'text', text: ulong },
    missing: node => `missing ${name} element in '${node.name}'`,
    read(node, reading) {
      const found = childOf(node, name);
      return found === undefined ? undefined : readScaled(found, reading, unit);
    },
    children(value, out) {
      out.xml.open(name);
      out.xml.attribute('unit', 'KiB');
      out.xml.text(String(value));
      out.xml.close();
    },
  });
}

/** The size that is the text of the element itself, with its `unit` attribute; written in KiB. */
export const contentKiB: RequiredField<bigint> = field<bigint>({
  claims: claimAttribute('unit'),
  form: { kind: 'text', text: ulong },
  missing: node => `missing size in element '${node.name}'`,
  read: (node, reading) => readScaled(node, reading, kib),
  attributes: (_value, out) => out.xml.attribute('unit', 'KiB'),
  children: (value, out) => out.xml.text(String(value)),
});

/**
 * A size in attributes, such as `size='4' unit='MiB'`; written in KiB. Without a unit the number is in `assumed`.
 * @param unitName the attribute that has the unit
 */
export function attrKiB(name: string, assumed = 'KiB', unitName = 'unit'): RequiredField<bigint> {
  return field<bigint>({
    claims: claimAttribute(name, unitName),
    form: { kind: 'text', text: ulong },
    missing: node => `Missing required attribute '${name}' in element '${node.name}'`,
    read(node, reading) {
      const given = attributeOf(node, name);
      if (given === undefined) return undefined;
      if (!/^\d{1,20}$/.test(given)) {
        throw fault(node, reading, `Invalid value for attribute '${name}' in element '${node.name}': '${given}'.`);
      }
      return scale(BigInt(given), attributeOf(node, unitName) || assumed, 1024n, node, reading);
    },
    attributes(value, out) {
      out.xml.attribute(name, String(value));
      out.xml.attribute(unitName, 'KiB');
    },
  });
}
