import { VirtError } from '../virt-error.js';
import { type ConfEntry, type ConfValue, parseConf } from './conf-syntax.js';
import { readFileText } from './file-reading.js';

const maxBytes = 1024 * 1024;

/** A configuration file's values, read by type. Each getter gives undefined for a key that is not set. */
export class ConfFile {
  /** The file, as errors name it. */
  readonly name: string;
  readonly #entries: ReadonlyMap<string, ConfEntry>;
  readonly #asked = new Set<string>();

  private constructor(name: string, entries: ReadonlyMap<string, ConfEntry>) {
    this.name = name;
    this.#entries = entries;
  }

  /**
   * Reads a text.
   * @param name the file, as errors name it
   * @throws CONF_SYNTAX with file and line
   */
  static parse(text: string, name: string): ConfFile {
    return new ConfFile(name, parseConf(text, name));
  }

  /** Reads a file; undefined when it does not exist. Errors as `parse`, and SYSTEM_ERROR when it cannot be read. */
  static async load(path: string): Promise<ConfFile | undefined> {
    const text = await readFileText(path, { maxBytes, domain: 'CONF' });
    return text === undefined ? undefined : ConfFile.parse(text, path);
  }

  /** @throws INTERNAL_ERROR naming file, line and key when the value is no string */
  string(key: string): string | undefined {
    const value = this.#value(key);
    if (value !== undefined && typeof value !== 'string') throw this.#mismatch(key, 'a string');
    return value;
  }

  /**
   * A list of strings.
   * @param options `single`: a string alone stands for a list of one
   */
  strings(key: string, options: { readonly single?: boolean } = {}): string[] | undefined {
    const value = this.#value(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && options.single === true) return [value];
    const expected = options.single === true ? 'a string or a string list' : 'a string list';
    if (typeof value === 'bigint' || typeof value === 'string') throw this.#mismatch(key, expected);
    return value.map(item => {
      if (typeof item !== 'string') throw this.#mismatch(key, expected);
      return item;
    });
  }

  /** A boolean, written 0 or 1. */
  boolean(key: string): boolean | undefined {
    const value = this.#value(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'bigint' || value < 0n) throw this.#mismatch(key, 'a bool');
    if (value > 1n) throw this.#error(key, `value for '${key}' parameter must be 0 or 1`);
    return value === 1n;
  }

  /** A whole number within a range, which unless given is that of an unsigned 32-bit number. */
  uint(key: string, range: { readonly min?: number; readonly max?: number } = {}): number | undefined {
    const { min = 0, max = 0xffff_ffff } = range;
    const value = this.#value(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'bigint' || value < 0n) throw this.#mismatch(key, 'an unsigned integer');
    return this.#within(key, value, min, max);
  }

  /** A whole number, possibly negative, within a range, which unless given is that of a signed 32-bit number. */
  int(key: string, range: { readonly min?: number; readonly max?: number } = {}): number | undefined {
    const { min = -0x8000_0000, max = 0x7fff_ffff } = range;
    const value = this.#value(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'bigint') throw this.#mismatch(key, 'an integer');
    return this.#within(key, value, min, max);
  }

  /** Where a key is set, as errors say it: `tsvirtd.conf:12`; for one that is not set, the file. */
  place(key: string): string {
    const entry = this.#entries.get(key);
    return entry === undefined ? this.name : `${this.name}:${entry.line}`;
  }

  /** The keys that are set and were never asked for, with their lines: likely misspelt. */
  unused(): { readonly key: string; readonly line: number }[] {
    return Array.from(this.#entries, ([key, { line }]) => ({ key, line })).filter(({ key }) => !this.#asked.has(key));
  }

  #value(key: string): ConfValue | undefined {
    this.#asked.add(key);
    return this.#entries.get(key)?.value;
  }

  #within(key: string, value: bigint, min: number, max: number): number {
    const number = Number(value);
    if (number < min || number > max)
      throw this.#error(key, `value for '${key}' parameter must be in range ${min}:${max}`);
    return number;
  }

  #mismatch(key: string, expected: string): VirtError {
    return this.#error(key, `expected ${expected} for '${key}' parameter`);
  }

  #error(key: string, what: string): VirtError {
    return new VirtError('INTERNAL_ERROR', 'CONF', `${this.place(key)}: ${what}`);
  }
}
