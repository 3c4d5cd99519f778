/** Names of variables, here and among a reference's parameters. */
export const variableName: RegExp = /^[A-Za-z0-9_]+$/;

/**
 * Reads a variable that stands where a value could: `$NAME`, one of its values `$NAME[2]`, or the value of an iterator
 * `$NAME[@1]`. The iterator 0 goes without saying. Undefined when the text is not such a reference.
 */
export function readVariable(text: string): string | undefined {
  const match = /^\$([A-Za-z0-9_]*)(?:\[\s*(@?)\s*(\d{1,10})\s*\].*)?$/s.exec(text);
  if (match === null) return undefined;
  const [, name = '', at = '', digits] = match;
  if (digits === undefined) return `$${name}`;
  const index = Number(digits);
  if (index > 0xffff_ffff) return undefined;
  return at === '@' && index === 0 ? `$${name}` : `$${name}[${at}${index}]`;
}
