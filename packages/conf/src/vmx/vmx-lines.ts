import { escapePipe } from './escapes.js';

/** A VMX file being written, entry by entry. */
export class VmxLines {
  #text = '';

  /** A switch, a number. */
  add(name: string, value: boolean | number | bigint): void {
    this.#line(name, String(value));
  }

  /** Text, in which what would end the value is escaped; an absent one is left out. */
  addText(name: string, value: string | undefined): void {
    if (value !== undefined) this.#line(name, escapePipe(value));
  }

  toString(): string {
    return this.#text;
  }

  #line(name: string, value: string): void {
    this.#text += `${name} = "${value}"\n`;
  }
}
