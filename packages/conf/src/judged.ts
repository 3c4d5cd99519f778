import { VirtError } from '@tsvirt/util';
import type { XmlElement } from '@tsvirt/util/xml';
import { childOf, type ElementSchema, fault, type FormField, type Reading, ValueFault } from './kernel/index.js';

/**
 * What is wrong with the parts of an element, by property: the order is that in which libvirt reads and judges them.
 * A rule throws what is wrong with a part, absent ones included; it sees the parts before that one.
 */
export type Judgements<T> = {
  readonly [K in keyof T]?: (value: T[K] | undefined, parts: Partial<T>) => void;
};

/** Of a part that is read at this point of the order, and with which nothing else can be wrong. */
export function asRead(): void {}

/** The rule, of a part that is there. */
export function given<V, T>(rule: (value: V, parts: T) => void): (value: V | undefined, parts: T) => void {
  return (value, parts) => {
    if (value !== undefined) rule(value, parts);
  };
}

/** Judges parts of a value, those before others that libvirt reads before them. */
export function judge<T extends object>(judgements: Judgements<T>, value: Partial<T>): void {
  // Only the table's own properties are asked for.
  for (const key of Object.keys(judgements) as (keyof T)[]) {
    judgements[key]?.(value[key], value);
  }
}

/**
 * The element, of whose faults the one is told that libvirt finds first. Sound elements are read as ever: only when one
 * cannot be, its parts are read once more, in that order, each judged before the next.
 */
export function judged<T extends object>(schema: ElementSchema<T>, judgements: Judgements<T>): ElementSchema<T> {
  return {
    ...schema,
    read(node, reading) {
      try {
        return schema.read(node, reading);
      } catch (reason) {
        throw firstFault(schema, judgements, node, reading) ?? reason;
      }
    },
  };
}

function firstFault<T extends object>(
  schema: ElementSchema<T>,
  judgements: Judgements<T>,
  node: XmlElement,
  reading: Reading,
): unknown {
  const form = schema.describe?.().form;
  if (form?.kind !== 'record') return undefined;
  const fields = new Map(form.fields.map(each => [each.key, each]));
  const parts: { [key: string]: unknown } = {};
  for (const key of Object.keys(judgements)) {
    const field = fields.get(key);
    if (field === undefined) continue;
    try {
      const value = partOf(field, node, reading);
      if (value !== undefined) parts[key] = value;
      // The fields of a schema for `T` read the properties of a `T`.
      judge({ [key]: judgements[key as keyof T] } as Judgements<T>, parts as Partial<T>);
    } catch (reason) {
      return withPlace(reason, placeOfField(field, node), reading);
    }
  }
  return undefined;
}

function partOf({ spec, required }: FormField, node: XmlElement, reading: Reading): unknown {
  const value = spec.read(node, reading);
  if (value !== undefined || !required) return value;
  if (spec.absent === undefined) throw fault(node, reading, spec.missing(node), '', spec.kind);
  return spec.absent(node, reading);
}

function placeOfField({ spec }: FormField, node: XmlElement): XmlElement {
  const [name] = spec.claims.children.keys();
  return (name === undefined ? undefined : childOf(node, name)) ?? node;
}

/** What a rule throws knows the part, but not the document. */
function withPlace(reason: unknown, node: XmlElement, reading: Reading): unknown {
  if (!VirtError.is(reason) || !(reason.cause instanceof ValueFault)) return reason;
  const { code, domain, detail } = reason;
  return fault(node, reading, detail ?? reason.message, '', { code, domain });
}
