import { vmxFault } from './entries.js';

const pipeSpecial = /["|]/g;
const percentSpecial = /[/\\%]/g;

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
}

/** Writes what would end a value in the file, and the escape itself, as `|` and two hexadecimal digits. */
export function escapePipe(text: string): string {
  return text.replace(pipeSpecial, character => `|${hex(character)}`);
}

/** A name as ESX writes it: what cannot be part of a file's name is `%` and two hexadecimal digits. */
export function escapePercent(text: string): string {
  return text.replace(percentSpecial, character => `%${hex(character).toLowerCase()}`);
}

/** @throws INTERNAL_ERROR for an escape that is cut off */
export function unescapePipe(text: string, entry: string): string {
  return unescape(text, '|', entry);
}

/** @throws INTERNAL_ERROR for an escape that is cut off */
export function unescapePercent(text: string, entry: string): string {
  return unescape(text, '%', entry);
}

/** Escapes stand for bytes, several of which may be one character. */
function unescape(text: string, mark: '|' | '%', entry: string): string {
  const runs = new RegExp(`(?:\\${mark}[0-9a-f]{2})+|\\${mark}`, 'gi');
  return text.replace(runs, run => {
    if (run.length === 1) throw vmxFault(`VMX entry '${entry}' contains invalid escape sequence`);
    const bytes = run
      .slice(1)
      .split(mark)
      .map(digits => Number.parseInt(digits, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}
