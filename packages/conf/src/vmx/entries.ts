import { VirtError } from '@tsvirt/util';

/** The largest VMX file that is read. */
const maxBytes = 4 * 1024 * 1024;

export function vmxFault(what: string): VirtError {
  return new VirtError('INTERNAL_ERROR', 'NONE', what);
}

function syntaxFault(what: string, line: number): VirtError {
  return new VirtError('CONF_SYNTAX', 'CONF', `memory conf:${line}: ${what}`);
}

/** The entries of a VMX file: `name = "value"`, one a line, names in any case. */
export class VmxEntries {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  /** @throws INTERNAL_ERROR without it */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw vmxFault(`Missing essential config entry '${name}'`);
    return value;
  }

  /** @throws INTERNAL_ERROR for what is neither true nor false */
  boolean(name: string): boolean | undefined {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return undefined;
    if (value !== 'true' && value !== 'false')
      throw vmxFault(`Config entry '${name}' must represent a boolean value (true|false)`);
    return value === 'true';
  }

  /** A whole number; `unlimited` is -1. @throws INTERNAL_ERROR for anything else */
  integer(name: string): number | undefined {
    const value = this.text(name)?.trim();
    if (value === undefined) return undefined;
    if (value.toLowerCase() === 'unlimited') return -1;
    if (!/^[+-]?\d{1,15}$/.test(value)) throw vmxFault(`Config entry '${name}' must represent an integer value`);
    return Number(value);
  }
}

/**
 * Reads the entries of a VMX file.
 * @param source text, or bytes in the encoding that their entry `.encoding` names; UTF-8 unless it does
 * @throws CONF_SYNTAX with the line; INTERNAL_ERROR for an encoding that is not known or not kept to
 */
export function readEntries(source: string | Uint8Array): VmxEntries {
  if (source.length > maxBytes) throw vmxFault(`VMX file is larger than ${maxBytes} bytes`);
  const text = typeof source === 'string' ? source : decode(source);
  const values = new Map<string, string>();
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const entry = readLine(line, i + 1);
    if (entry !== undefined) values.set(entry.name.toLowerCase(), entry.value);
  }
  return new VmxEntries(values);
}

const namePart = /^[ \t]*([a-z0-9._:-]+)[ \t]*/i;
const valuePart = /^=[ \t]*"([^"]*)"[ \t]*(?:#.*)?$/;

function readLine(line: string, number: number): { readonly name: string; readonly value: string } | undefined {
  const start = line.trimStart();
  if (start === '' || start.startsWith('#')) return undefined;
  const found = namePart.exec(line);
  const name = found?.[1];
  if (found === null || name === undefined) throw syntaxFault('expecting a name', number);
  const rest = line.slice(found[0].length).trimEnd();
  if (!rest.startsWith('=')) throw syntaxFault('expecting an assignment', number);
  const value = valuePart.exec(rest)?.[1];
  if (value !== undefined) return { name, value };
  const given = rest.slice(1).trimStart();
  if (/^[\d-]/.test(given)) throw syntaxFault('numbers not allowed in VMX format', number);
  if (given.startsWith('[')) throw syntaxFault('lists not allowed in VMX format', number);
  throw syntaxFault(given.startsWith('"') ? 'unterminated string' : 'expecting a value', number);
}

/** The name of the encoding is ASCII in every encoding that there is. */
function decode(source: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(source);
  const label = /^[ \t]*\.encoding[ \t]*=[ \t]*"([^"]*)"/im.exec(head)?.[1] ?? 'UTF-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(source);
  } catch (reason) {
    // RangeError for a label that is not known, TypeError for bytes that are not of the encoding.
    throw new VirtError('INTERNAL_ERROR', 'NONE', `cannot read the VMX file as '${label}'`, { cause: reason });
  }
}
