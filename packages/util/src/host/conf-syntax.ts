import { VirtError } from '../virt-error.js';

/** A value of a configuration file. Numbers stay exact. */
export type ConfValue = bigint | string | readonly (bigint | string)[];

/** One `key = value` with the line that it begins on. */
export interface ConfEntry {
  readonly value: ConfValue;
  readonly line: number;
}

const maxLength = 4 * 1024 * 1024;

/**
 * Reads the syntax of libvirt's `.conf` files: `key = value` with whole numbers, strings in '...', "..." or
 * """...""" (the last may span lines; there are no escapes), lists in brackets that may span lines, comments from `#`
 * to the end of a line. Of a key that occurs twice the first counts.
 * @param name the file, as errors name it
 * @throws CONF_SYNTAX with file and line
 */
export function parseConf(text: string, name: string): ReadonlyMap<string, ConfEntry> {
  return new ConfReader(text, name).entries();
}

class ConfReader {
  readonly #text: string;
  readonly #name: string;
  #at = 0;
  #line = 1;

  constructor(text: string, name: string) {
    this.#text = text;
    this.#name = name;
    if (text.length > maxLength) throw this.#error(`longer than ${maxLength} characters`);
  }

  entries(): Map<string, ConfEntry> {
    const entries = new Map<string, ConfEntry>();
    this.#skip(true);
    while (this.#at < this.#text.length) {
      const line = this.#line;
      const key = this.#take(/[A-Za-z][A-Za-z0-9_]*/y);
      if (key === undefined) throw this.#error('expecting a name');
      this.#skip(false);
      if (this.#take(/=/y) === undefined) throw this.#error('expecting an assignment');
      this.#skip(false);
      const value = this.#value();
      if (!entries.has(key)) entries.set(key, { value, line });
      this.#skip(false);
      this.#skipComment();
      if (this.#at < this.#text.length && this.#take(/;|\r?\n/y) === undefined)
        throw this.#error('expecting a separator');
      this.#skip(true);
    }
    return entries;
  }

  #value(): ConfValue {
    if (this.#take(/\[/y) !== undefined) return this.#list();
    return this.#scalar();
  }

  #list(): (bigint | string)[] {
    const items: (bigint | string)[] = [];
    for (;;) {
      this.#skip(true);
      if (this.#take(/\]/y) !== undefined) return items;
      items.push(this.#scalar());
      this.#skip(true);
      if (this.#take(/,/y) !== undefined) continue;
      if (this.#take(/\]/y) !== undefined) return items;
      throw this.#error(this.#at < this.#text.length ? 'expecting a separator in list' : 'list is not closed with ]');
    }
  }

  #scalar(): bigint | string {
    const number = this.#take(/[+-]?[0-9]+/y);
    if (number !== undefined) {
      if (number.length > 40) throw this.#error('the number is too long');
      return BigInt(number.startsWith('+') ? number.slice(1) : number);
    }
    const long = this.#take(/"""[\s\S]*?"""/y);
    if (long !== undefined) return long.slice(3, -3);
    const short = this.#take(/'[^'\n]*'|"[^"\n]*"(?!"")/y);
    if (short !== undefined) return short.slice(1, -1);
    throw this.#error(this.#take(/["']/y) === undefined ? 'expecting a value' : 'unterminated string');
  }

  /** Skips blanks, and where lines do not matter, line ends and comments as well. */
  #skip(lines: boolean): void {
    this.#take(/[ \t]+/y);
    while (lines && (this.#take(/[\s;]+/y) !== undefined || this.#skipComment()));
  }

  #skipComment(): boolean {
    return this.#take(/#[^\n]*/y) !== undefined;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) return undefined;
    this.#at += match.length;
    for (let at = match.indexOf('\n'); at >= 0; at = match.indexOf('\n', at + 1)) this.#line++;
    return match;
  }

  #error(what: string): VirtError {
    return new VirtError('CONF_SYNTAX', 'CONF', `${this.#name}:${this.#line}: ${what}`);
  }
}
