import { type ReadyAttribute, readyAttribute, type XmlElement } from '@tsvirt/util/xml';
import { claimAttribute, claimsOf } from './claims.js';
import { expectation, type FaultKind, fault } from './fault.js';
import { field, type FieldSpec, type RequiredField } from './field.js';
import { opaque } from './form.js';
import { type Inside, insideOf } from './inside.js';
import type { Output } from './output.js';
import { marked } from './trace.js';
import { attributeOf } from './node.js';
import type { Reading } from './reading.js';
import type { ValueOf } from './shape.js';
import { writeKeptAttributes } from './unknown.js';

/** What each value of the telling attribute brings with it: a group, a `within`, or several of them in a group. */
export type Arms<A> = { readonly [K in keyof A]: RequiredField<object> };

type Arm<D extends string, K, V> = { readonly [P in D]: K } & V & {};

/** The union that a variant reads as, told apart by the property named as the attribute. */
export type VariantOf<D extends string, A> = {
  readonly [K in keyof A]: Arm<D, K, ValueOf<A[K]>>;
}[keyof A];

interface VariantOptions<A> extends FaultKind {
  /** The arm that an absent attribute means. The attribute is written all the same. */
  readonly absent?: keyof A & string;
}

/** An arm made ready to be written. */
interface WrittenArm {
  readonly spec: FieldSpec<object>;
  /** The telling attribute. */
  readonly attribute: ReadyAttribute;
  readonly write: Inside<object>['write'];
}

/** A union told apart by an attribute of the element; the attribute is written before all others. */
export function variant<D extends string, A extends Arms<A>>(
  discriminator: D,
  arms: A,
  options: VariantOptions<A> = {},
): RequiredField<VariantOf<D, A>> {
  type Value = VariantOf<D, A>;
  const specs = new Map<string, FieldSpec<object>>(
    Object.entries<RequiredField<object>>(arms).map(([name, arm]) => [name, arm.spec]),
  );
  const forms = new Map([...specs].map(([name, spec]) => [name, spec.form ?? opaque]));
  const names = [...specs.keys()];
  const written = new Map<string, WrittenArm>();

  function readArm(name: string, node: XmlElement, reading: Reading, isAbsent = false): Value {
    const spec = specs.get(name);
    if (spec === undefined) {
      const what = `Invalid value for attribute '${discriminator}' in element '${node.name}': '${name}'.`;
      const expected = `one of ${names.map(known => `'${known}'`).join(', ')}`;
      throw fault(node, reading, what, expectation(expected, names, name, discriminator), options);
    }
    const value = spec.read(node, reading) ?? spec.absent?.(node, reading);
    if (value === undefined) throw fault(node, reading, spec.missing(node), '', spec.kind ?? options);
    const named = { [discriminator]: name, ...value } as Value; // the arm that is named so read it
    return isAbsent && reading.trace ? marked(named, discriminator) : named;
  }

  /** The arm that made the value: its name is the value's own discriminator. */
  function armOf(value: Value): WrittenArm {
    const name = nameOf(value);
    return written.get(name) ?? addWritten(name);
  }

  function addWritten(name: string): WrittenArm {
    const spec = specs.get(name);
    if (spec === undefined) throw new Error(`no arm '${name}' of variant ${discriminator}`);
    const arm = { spec, attribute: readyAttribute(discriminator, name), write: insideOf(spec) };
    written.set(name, arm);
    return arm;
  }

  function nameOf(value: Value): string {
    return (value as Record<D, string>)[discriminator]; // each arm has it, by VariantOf
  }

  const parts = {
    lead(value: Value, out: Output) {
      const { spec, attribute } = armOf(value);
      out.xml.ready(attribute);
      spec.lead?.(value, out);
    },
    ...([...specs.values()].some(spec => spec.attributes) && {
      attributes: (value: Value, out: Output) => armOf(value).spec.attributes?.(value, out),
    }),
    ...([...specs.values()].some(spec => spec.children) && {
      children(value: Value, out: Output) {
        const { spec } = armOf(value);
        if (spec.present?.(value, out) ?? true) spec.children?.(value, out);
      },
    }),
  };

  return field<Value>({
    claims: claimsOf(() => [claimAttribute(discriminator), ...[...specs.values()].map(spec => spec.claims)]),
    kind: options,
    form: { kind: 'union', discriminator, arms: forms, absent: options.absent },
    missing: node => `Missing required attribute '${discriminator}' in element '${node.name}'`,
    read(node, reading) {
      const name = attributeOf(node, discriminator);
      return name === undefined ? undefined : readArm(name, node, reading);
    },
    ...(options.absent !== undefined && {
      absent: (node: XmlElement, reading: Reading) => readArm(options.absent ?? '', node, reading, true),
    }),
    ...parts,
    inside: {
      ...parts,
      write(value, out) {
        const { spec, attribute, write } = armOf(value);
        out.xml.ready(attribute);
        if (spec.present?.(value, out) ?? true) {
          write(value, out);
        } else {
          spec.lead?.(value, out);
          spec.attributes?.(value, out);
          writeKeptAttributes(out);
        }
      },
    },
  });
}
