import { formatElement, type XmlElement } from '@tsvirt/util/xml';
import { type DocumentName, type Documents, documents } from '../documents/index.js';
import { elementForm, type Form, opaque } from '../kernel/index.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** As when XML is written. */
export interface JsonFlags {
  /** Passwords and keys are there. */
  readonly secure?: boolean;
  /** As a definition: what only a running object has is left out. */
  readonly inactive?: boolean;
}

/**
 * A document as JSON, with the same properties as its value. Whole numbers of 64 bits (`bigint`) are strings of decimal
 * digits, since most readers of JSON would round them as numbers; metadata and other foreign content is a string of XML.
 * Unknown parts that `unknown: 'keep'` carries are left out.
 * @example
 * ```ts
 * import { parseDocument, toJson } from '@tsvirt/conf';
 *
 * const { value } = parseDocument('<network><name>default</name></network>', { kind: 'network' });
 * console.log(JSON.stringify(toJson('network', value)));
 * ```
 */
export function toJson<K extends DocumentName>(kind: K, value: Documents[K], flags: JsonFlags = {}): JsonValue {
  return formToJson(elementForm(documents[kind].schema), value, flags);
}

/** A part of a document as JSON; `value` has to be of the type that the form was derived from. */
export function formToJson(form: Form, value: unknown, flags: JsonFlags): JsonValue {
  switch (form.kind) {
    case 'element':
      return formToJson(form.describe().form, value, flags);
    case 'within':
      return formToJson(form.inner, value, flags);
    case 'list':
      return Array.isArray(value) ? value.map(item => formToJson(form.item, item, flags)) : [];
    case 'record': {
      const written: { [key: string]: JsonValue } = {};
      for (const { key, spec } of form.fields) {
        if (isHidden(spec.reserve, flags)) continue;
        const part = property(value, key);
        if (part !== undefined) written[key] = formToJson(spec.form ?? opaque, part, flags);
      }
      return written;
    }
    case 'union': {
      const name = String(property(value, form.discriminator));
      const arm = formToJson(form.arms.get(name) ?? opaque, value, flags);
      return { [form.discriminator]: name, ...(isObject(arm) && arm) };
    }
    case 'tree':
      return formatElement(value as XmlElement, 0); // the only values of this form are such trees
    case 'text':
    case 'flag':
    case 'opaque':
      return plain(value);
  }
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHidden(reserve: 'secret' | 'live' | undefined, flags: JsonFlags): boolean {
  return (reserve === 'secret' && flags.secure !== true) || (reserve === 'live' && flags.inactive === true);
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function plain(value: unknown): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'object': {
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(plain);
      const entries = Object.entries(value).filter(([, part]) => part !== undefined);
      return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
    }
    default:
      throw new Error(`a document holds no ${typeof value}`);
  }
}
