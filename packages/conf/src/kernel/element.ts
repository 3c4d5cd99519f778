import { ReadyName, type XmlElement } from '@tsvirt/util/xml';
import type { RequiredField } from './field.js';
import { type Description, opaque } from './form.js';
import type { Output } from './output.js';
import type { Reading } from './reading.js';
import { compileRecord } from './record.js';
import type { Fields, StructOf } from './shape.js';
import { type Kept, keptParts, reportUnclaimed, unclaimed, writeKeptChildren } from './unknown.js';
import { anyShown, writePlanned } from './write-plan.js';

/** An XML namespace with the prefix under which libvirt writes it. */
export interface Namespace {
  readonly prefix: string;
  readonly uri: string;
}

/** One kind of element: its name, its value's type, and both ways between them. */
export interface ElementSchema<T> {
  readonly name: string;
  readonly namespace?: Namespace | undefined;
  read(node: XmlElement, reading: Reading): T;
  write(value: T, out: Output): void;
  /** What the element is made of; without it, its value is opaque to all that looks at descriptions. */
  describe?(): Description;
}

interface ElementOptions {
  readonly namespace?: Namespace;
  /**
   * What is written for a value in which there is nothing: an element whose presence says something is written
   * `always`, one that libvirt gives an end tag of its own with a `body`; all others are left out.
   */
  readonly empty?: 'always' | 'body';
}

/** Describes an element by its fields, in the order in which they are written. */
export function element<F extends Fields>(
  name: string,
  fields: F,
  options: ElementOptions = {},
): ElementSchema<StructOf<F>> {
  const record = compileRecord(fields);
  const { namespace } = options;
  const written = qualified(name, namespace);
  let ready: ReadyName | undefined;
  const description: Description = { claims: record.claims, form: record.form };
  return {
    name,
    namespace,
    describe: () => description,
    read(node, reading) {
      const value = record.read(node, reading);
      if (reading.unknown === 'drop') return value;
      const kept = unclaimed(node, record.claims);
      if (kept === undefined) return value;
      if (reading.unknown === 'keep') return { ...value, [keptParts]: kept };
      reportUnclaimed(node, kept, record.claims, reading);
      return value;
    },
    write(value, out) {
      const base = out.top;
      const plan = record.plans.hold(value, out);
      const kept = keptOf(value);
      if (options.empty !== undefined || kept !== undefined || anyShown(plan.all, base, out)) {
        const before = out.kept;
        out.kept = kept;
        if (out.nextName === undefined) {
          out.xml.open((ready ??= new ReadyName(written)));
        } else {
          out.xml.open(out.nextName);
          out.nextName = undefined;
        }
        writePlanned(plan, base, out, options.empty === 'body');
        writeKeptChildren(out);
        out.xml.close();
        out.kept = before;
      }
      out.top = base;
    },
  };
}

function keptOf(value: { readonly [keptParts]?: Kept }): Kept | undefined {
  // Nearly no value has any, and to search all it inherits as well takes longer than writing an attribute.
  return Object.hasOwn(value, keptParts) ? value[keptParts] : undefined;
}

/** The name as it is written. */
function qualified(name: string, namespace: Namespace | undefined): string {
  return namespace === undefined ? name : `${namespace.prefix}:${name}`;
}

/** Describes an element whose value is a single field: text (`content`), or a list (`many`). */
export function single<T>(name: string, inner: RequiredField<T>, namespace?: Namespace): ElementSchema<T> {
  const shape = element(name, { value: inner }, { empty: 'always', ...(namespace !== undefined && { namespace }) });
  type Value = Parameters<typeof shape.write>[0];
  const description: Description = { claims: inner.spec.claims, form: inner.spec.form ?? opaque };
  return {
    name,
    namespace,
    describe: () => description,
    // `value` is the only field, so the object is one with `value: T`; TypeScript cannot resolve StructOf for an open T.
    read: (node, reading) => (shape.read(node, reading) as { value: T }).value,
    write: (value, out) => shape.write({ value } as Value, out),
  };
}
