/** What can be written as JSON here: as JSON has it, and whole numbers of any size. */
export type JsonData =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly JsonData[]
  | { readonly [key: string]: JsonData };

/**
 * Writes a value as JSON. A bigint is written as the number that it is, with all its digits; readers that keep numbers
 * as doubles round those above 2^53. Properties that are undefined are left out.
 * @param indent spaces for each level; absent: all in one line
 */
export function jsonText(value: JsonData, indent?: number): string {
  return written(value, indent, '\n') ?? 'null';
}

function written(value: JsonData, indent: number | undefined, line: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = indent === undefined ? line : line + ' '.repeat(indent);
  if (isList(value)) {
    return enclosed(
      '[',
      value.map(item => written(item, indent, inner) ?? 'null'),
      ']',
      indent === undefined ? undefined : { line, inner },
    );
  }
  const space = indent === undefined ? '' : ' ';
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const text = written(part, indent, inner);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${space}${text}`];
  });
  return enclosed('{', parts, '}', indent === undefined ? undefined : { line, inner });
}

function isList(value: object): value is readonly JsonData[] {
  return Array.isArray(value);
}

function enclosed(
  open: string,
  parts: readonly string[],
  close: string,
  layout: { readonly line: string; readonly inner: string } | undefined,
): string {
  if (layout === undefined || parts.length === 0) return `${open}${parts.join(',')}${close}`;
  return `${open}${layout.inner}${parts.join(`,${layout.inner}`)}${layout.line}${close}`;
}
