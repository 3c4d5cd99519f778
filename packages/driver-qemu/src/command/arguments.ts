/** A value of the JSON that QEMU's options take. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Properties of a device or object in the order in which they are written; absent ones are left out. */
export type Properties = { readonly [name: string]: Json | undefined };

/** Writes JSON. Sizes are bigints, which JSON.stringify refuses. */
export function jsonText(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  const parts: string[] = [];
  for (const [name, part] of Object.entries(value)) {
    if (part !== undefined) parts.push(`${JSON.stringify(name)}:${jsonText(part)}`);
  }
  return `{${parts.join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value inside a list of `name=value` parts, where a comma is written twice. */
export function escaped(value: string): string {
  return value.replaceAll(',', ',,');
}

/** The arguments of one QEMU, in order. */
export class Arguments {
  readonly list: string[] = [];

  /** An option with its value; parts that are absent or false are left out. */
  option(name: string, ...parts: readonly (string | undefined | false)[]): void {
    this.list.push(`-${name}`);
    if (parts.length > 0) this.list.push(parts.filter(part => part !== undefined && part !== false).join(','));
  }

  device(properties: Properties): void {
    this.list.push('-device', jsonText(properties));
  }

  object(properties: Properties): void {
    this.list.push('-object', jsonText(properties));
  }

  blockdev(properties: Properties): void {
    this.list.push('-blockdev', jsonText(properties));
  }

  netdev(properties: Properties): void {
    this.list.push('-netdev', jsonText(properties));
  }
}
