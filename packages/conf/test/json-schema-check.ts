/**
 * What a JSON value breaks of a schema, as far as the schemas of conf go: the keywords that `jsonSchema` writes. Empty
 * when the value is valid.
 */
export function violations(schema: unknown, value: unknown, root: unknown = schema, path = ''): string[] {
  if (!isObject(schema)) return [];
  const check = (inner: unknown, part: unknown, at = path) => violations(inner, part, root, at);
  const found: string[] = [];
  const fail = (what: string) => found.push(`${path}: ${what}`);
  if (typeof schema.$ref === 'string') found.push(...check(follow(root, schema.$ref), value));
  if ('const' in schema && schema.const !== value) fail(`not ${String(schema.const)}`);
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) fail('not one of the words');
  const types = [schema.type].flat().filter(type => typeof type === 'string');
  if (types.length > 0 && !types.some(type => hasType(type, value))) fail(`not of type ${types.join(', ')}`);
  if (typeof value === 'string' && typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value)) {
    fail('not of the pattern');
  }
  if (typeof value === 'number') {
    if (typeof schema.minimum === 'number' && value < schema.minimum) fail('too small');
    if (typeof schema.maximum === 'number' && value > schema.maximum) fail('too large');
  }
  if (Array.isArray(schema.oneOf)) {
    const matching = schema.oneOf.filter(one => check(one, value).length === 0).length;
    if (matching !== 1) fail(`matches ${matching} of the alternatives`);
  }
  if (Array.isArray(schema.anyOf) && !schema.anyOf.some(one => check(one, value).length === 0)) fail('matches nothing');
  if (Array.isArray(value) && schema.items !== undefined) {
    for (const [i, item] of value.entries()) found.push(...check(schema.items, item, `${path}/${i}`));
  }
  if (isObject(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    for (const [key, part] of Object.entries(value)) {
      if (Object.hasOwn(properties, key)) found.push(...check(properties[key], part, `${path}/${key}`));
      else if (schema.additionalProperties === false) fail(`unknown property ${key}`);
    }
    for (const key of Array.isArray(schema.required) ? schema.required : []) {
      if (!Object.hasOwn(value, String(key))) fail(`no ${String(key)}`);
    }
  }
  return found;
}

function follow(root: unknown, reference: string): unknown {
  let at: unknown = root;
  for (const step of reference.split('/').slice(1)) at = isObject(at) ? at[step] : undefined;
  if (at === undefined) throw new Error(`nothing at ${reference}`);
  return at;
}

function hasType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
