import { type Claims, elementForm, type ElementSchema, type Form, opaque } from '../../src/index.js';

/** What conf knows of one element: the names that its descriptions account for, and where these lead. */
export interface Scope {
  readonly claims: readonly Claims[];
  readonly forms: readonly Form[];
}

/** The scope of a document's root. */
export function scopeOf(schema: Pick<ElementSchema<never>, 'name' | 'describe'>): Scope {
  return enter(elementForm(schema));
}

function enter(form: Form): Scope {
  if (form.kind === 'within') return { claims: [form.claims], forms: [form.inner] };
  if (form.kind !== 'element') return { claims: [], forms: [form] };
  const { claims, form: inner } = form.describe();
  return { claims: [claims], forms: [inner] };
}

export function knowsAttribute(scope: Scope, name: string): boolean {
  return scope.claims.some(({ attributes }) => attributes.has(name));
}

/** What a child may hold: a scope, `'any'` for content that is kept as it is, undefined for an unknown child. */
export function childScope(scope: Scope, name: string): Scope | 'any' | undefined {
  const contents = scope.claims.flatMap(({ children }) => children.get(name) ?? []);
  if (contents.length === 0) return undefined;
  if (contents.includes('any')) return 'any';
  const found = scope.forms.flatMap(form => formsAt(form, name.split(' ').at(-1) ?? name));
  const scopes = found.map(enter);
  return {
    claims: [
      ...new Set([
        ...contents.filter(content => typeof content !== 'string'),
        ...scopes.flatMap(({ claims }) => claims),
      ]),
    ],
    forms: scopes.flatMap(({ forms }) => forms),
  };
}

/** The forms of what stands in children of that name, without entering other children. */
function formsAt(form: Form, name: string): Form[] {
  switch (form.kind) {
    case 'element':
      return form.name === name ? [form] : [];
    case 'within':
      return form.name === name ? [form] : [];
    case 'list':
      return formsAt(form.item, name);
    case 'record':
      return form.fields.flatMap(({ spec }) => formsAt(spec.form ?? opaque, name));
    case 'union':
      return [...form.arms.values()].flatMap(arm => formsAt(arm, name));
    default:
      return [];
  }
}

/** The same for scopes in which the same is known. */
export function sameScope(a: Scope, b: Scope): boolean {
  return same(a.claims, b.claims) && same(a.forms, b.forms);
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
