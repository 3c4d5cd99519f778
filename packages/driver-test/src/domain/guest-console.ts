import type { GuestBehaviour } from './guest-behaviour.js';

/** More than a line that people type; what is longer is cut. */
const longestLine = 4096;

/** What answers on a console of a mock guest. */
export class GuestConsole {
  readonly #name: string;
  readonly #behaviour: GuestBehaviour['console'];
  #line = '';
  #waitsFor: 'name' | 'password' | 'command' = 'name';
  #user = '';

  /** @param name the guest's, for its prompt */
  constructor(name: string, behaviour: GuestBehaviour['console']) {
    this.#name = name;
    this.#behaviour = behaviour;
  }

  /** What the guest writes when somebody types this; first it is asked with nothing typed. */
  answer(typed: string): string {
    if (typeof this.#behaviour === 'function') return this.#behaviour(typed);
    if (this.#behaviour === 'echo') return typed;
    if (typed === '') return this.#prompt;
    let shown = '';
    for (const key of typed) {
      if (key !== '\r' && key !== '\n') {
        if (this.#line.length < longestLine) this.#line += key;
        if (this.#waitsFor !== 'password') shown += key;
        continue;
      }
      shown += `\r\n${this.#entered(this.#line)}`;
      this.#line = '';
    }
    return shown;
  }

  get #prompt(): string {
    switch (this.#waitsFor) {
      case 'name':
        return `${this.#name}host login: `;
      case 'password':
        return 'Password: ';
      case 'command':
        return `${this.#user}@${this.#name}host:~$ `;
    }
  }

  #entered(line: string): string {
    if (this.#waitsFor === 'name') {
      this.#user = line;
      if (line !== '') this.#waitsFor = 'password';
      return this.#prompt;
    }
    if (this.#waitsFor === 'password') {
      this.#waitsFor = 'command';
      return this.#prompt;
    }
    if (line === 'exit' || line === 'logout') {
      this.#waitsFor = 'name';
      return this.#prompt;
    }
    const said = line.startsWith('echo ')
      ? `${line.slice(5)}\r\n`
      : line === ''
        ? ''
        : `${line}: command not found\r\n`;
    return `${said}${this.#prompt}`;
  }
}
