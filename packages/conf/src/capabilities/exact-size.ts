import type { XmlElement } from '@tsvirt/util/xml';
import {
  attr,
  attributeOf,
  claimAttribute,
  fault,
  field,
  group,
  mergeClaims,
  type Output,
  type Reading,
  type RequiredField,
  ulong,
  unitBytes,
} from '../kernel/index.js';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
const largest = 0xffff_ffff_ffff_ffffn;

/** The largest unit that says all of these sizes in whole numbers; 0 says nothing. */
function commonUnit(sizes: readonly bigint[]): { readonly name: string; readonly bytes: bigint } {
  let unit = { name: 'B', bytes: 1n };
  if (sizes.every(size => size === 0n)) return unit;
  for (const [power, name] of units.entries()) {
    const bytes = 1024n ** BigInt(power);
    if (!sizes.every(size => size % bytes === 0n)) break;
    unit = { name, bytes };
  }
  return unit;
}

/** How many bytes the unit of an element stands for. */
function unitOf(node: XmlElement, reading: Reading): bigint {
  const name = attributeOf(node, 'unit') ?? 'B';
  const bytes = unitBytes(name);
  if (bytes !== undefined) return bytes;
  const kind = { code: 'INVALID_ARG', domain: 'NONE' } as const;
  throw fault(node, reading, `unknown suffix '${name}'`, ': expected a unit such as KiB or MiB', kind);
}

function inBytes(value: bigint, unit: bigint, node: XmlElement, reading: Reading): bigint {
  const bytes = value * unit;
  if (bytes <= largest) return bytes;
  throw fault(node, reading, `value too large: ${value}`, '', { code: 'OVERFLOW', domain: 'NONE' });
}

/** A size in bytes, written in the largest unit that says it in a whole number: `size='32' unit='MiB'`. */
export function exactSize(name: string): RequiredField<bigint> {
  const { spec } = attr(name, ulong);
  return field<bigint>({
    ...spec,
    claims: claimAttribute(name, 'unit'),
    read(node, reading) {
      const value = spec.read(node, reading);
      return value === undefined ? undefined : inBytes(value, unitOf(node, reading), node, reading);
    },
    attributes(value, out) {
      const unit = commonUnit([value]);
      out.xml.attribute(name, value / unit.bytes).attribute('unit', unit.name);
    },
  });
}

/** Steps and the least of something, in bytes. */
export interface Granularity {
  readonly granularity: bigint;
  /** Absent: one step. */
  readonly min?: bigint | undefined;
}

/** Two sizes in bytes that share one unit; the second may be absent. */
export function exactSizes(step: string, least: string): RequiredField<Granularity> {
  const { spec } = group({ granularity: attr(step, ulong), min: attr(least, ulong).optional });
  return field<Granularity>({
    claims: mergeClaims([spec.claims, claimAttribute('unit')]),
    ...(spec.form !== undefined && { form: spec.form }),
    missing: node => spec.missing(node),
    read(node, reading) {
      const value = spec.read(node, reading);
      if (value === undefined) return undefined;
      const unit = unitOf(node, reading);
      const granularity = inBytes(value.granularity, unit, node, reading);
      return value.min === undefined ? { granularity } : { granularity, min: inBytes(value.min, unit, node, reading) };
    },
    attributes: ({ granularity, min }, out: Output) => {
      const unit = commonUnit(min === undefined ? [granularity] : [granularity, min]);
      out.xml.attribute(step, granularity / unit.bytes);
      if (min !== undefined) out.xml.attribute(least, min / unit.bytes);
      out.xml.attribute('unit', unit.name);
    },
  });
}
