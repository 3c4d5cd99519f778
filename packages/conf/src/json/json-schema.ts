import { type DocumentName, documents } from '../documents/index.js';
import { elementForm, type Form, type FormField, opaque, type Text } from '../kernel/index.js';
import { absenceOf } from './absence.js';
import type { JsonObject, JsonValue } from './json-value.js';

/**
 * The JSON Schema (draft 2020-12) of a kind of document as `fromJson` takes it: what has a default is not required.
 * Secrets are `writeOnly`; what only a running object has is `readOnly`.
 */
export function jsonSchema(kind: DocumentName): JsonObject {
  const definitions = new Definitions();
  const root = definitions.schemaOf(elementForm(documents[kind].schema), kind);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: kind,
    ...root,
    $defs: definitions.written,
  };
}

/** The elements of one schema, each under a name of its own. */
class Definitions {
  readonly #names = new Map<Form, string>();
  readonly #taken = new Set<string>();
  readonly written: { [name: string]: JsonValue } = {};

  /** @param holder the name of the definition around it, which tells namesakes apart */
  schemaOf(form: Form, holder: string): JsonObject {
    switch (form.kind) {
      case 'element':
        return this.#reference(form, holder);
      case 'within':
        return this.schemaOf(form.inner, holder);
      case 'list':
        return { type: 'array', items: this.schemaOf(form.item, holder) };
      case 'record':
        return this.#object(form.fields, holder);
      case 'union':
        return this.#shared(form, `${holder}.${form.discriminator}`, name => this.#union(form, name));
      case 'tree':
        return { type: 'string', contentMediaType: 'application/xml' };
      case 'flag':
        return { type: 'boolean' };
      case 'text':
        return textSchema(form.text);
      case 'opaque':
        return {};
    }
  }

  #reference(form: Extract<Form, { kind: 'element' }>, holder: string): JsonObject {
    const inner = form.describe().form;
    const name = this.#taken.has(form.name) ? `${holder}.${form.name}` : form.name;
    // A union stands by itself already.
    if (inner.kind === 'union') return this.schemaOf(inner, name);
    return this.#shared(inner, name, given => this.schemaOf(inner, given));
  }

  /** What several elements hold stands once; its name is there before its schema, since it may contain itself. */
  #shared(form: Form, proposed: string, schema: (name: string) => JsonObject): JsonObject {
    let name = this.#names.get(form);
    if (name === undefined) {
      name = this.#free(proposed);
      this.#names.set(form, name);
      this.written[name] = schema(name);
    }
    return { $ref: `#/$defs/${name}` };
  }

  #union({ discriminator, arms, absent }: Extract<Form, { kind: 'union' }>, holder: string): JsonObject {
    return { oneOf: [...arms].map(([name, arm]) => this.#arm(arm, holder, { discriminator, name, absent })) };
  }

  #free(proposed: string): string {
    let name = proposed;
    for (let number = 2; this.#taken.has(name); number++) name = `${proposed}-${number}`;
    this.#taken.add(name);
    return name;
  }

  #object(fields: readonly FormField[], holder: string, telling: readonly [string, JsonValue][] = []): JsonObject {
    const properties: [string, JsonValue][] = [...telling];
    for (const { key, spec } of fields) {
      const value = this.schemaOf(spec.form ?? opaque, holder);
      const fallback = spec.fallback?.value;
      properties.push([
        key,
        {
          ...value,
          ...(isScalar(fallback) && { default: typeof fallback === 'bigint' ? fallback.toString() : fallback }),
          ...(spec.reserve === 'secret' && { writeOnly: true }),
          ...(spec.reserve === 'live' && { readOnly: true }),
        },
      ]);
    }
    const required = fields.filter(field => absenceOf(field) === 'required').map(({ key }) => key);
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  #arm(
    form: Form,
    holder: string,
    told: { readonly discriminator: string; readonly name: string; readonly absent: string | undefined },
  ): JsonObject {
    const { discriminator, name, absent } = told;
    switch (form.kind) {
      case 'within':
        return this.#arm(form.inner, holder, told);
      case 'element':
        return this.#arm(form.describe().form, holder, told);
      case 'record': {
        const object = this.#object(form.fields, holder, [[discriminator, { const: name }]]);
        const required = Array.isArray(object.required) ? object.required : [];
        if (name === absent) return object;
        return { ...object, required: [discriminator, ...required] };
      }
      default:
        return { type: 'object', properties: { [discriminator]: { const: name } }, required: [discriminator] };
    }
  }
}

function isScalar(value: unknown): value is string | number | boolean | bigint {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function textSchema({ type, values, expected }: Text<unknown>): JsonObject {
  switch (type?.name) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', minimum: type.min, maximum: type.max };
    case 'bigint':
      return {
        anyOf: [{ type: 'string', pattern: type.min < 0n ? '^-?\\d{1,20}$' : '^\\d{1,20}$' }, { type: 'integer' }],
      };
    case 'string':
      if (values !== undefined) return { enum: values };
      if (type.pattern !== undefined) return { type: 'string', pattern: type.pattern, description: expected };
      return expected === 'text' ? { type: 'string' } : { type: 'string', description: expected };
    case undefined:
      return { type: ['string', 'number', 'boolean'], description: expected };
  }
}
