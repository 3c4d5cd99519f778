import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { AskCredential } from '@tsvirt/driver-remote/client';
import type { Terminal } from '../output/terminal.js';

const questions = { authname: 'User name', password: 'Password', realm: 'Realm' } as const;

/** Asks the person at the terminal what a daemon wants to know; undefined where nobody sits at standard input. */
export function credentialsOf(terminal: Terminal, signal: AbortSignal): AskCredential | undefined {
  const { stdin } = terminal;
  if (stdin.isTTY !== true) return undefined;
  return async ({ kind, host }) => {
    await terminal.note(`${questions[kind]} for ${host}: `);
    const isSecret = kind === 'password';
    const echo = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (!isSecret) void terminal.note(chunk.toString('utf8'));
        done();
      },
    });
    const reader = createInterface({ input: stdin, output: echo, terminal: true });
    try {
      return await reader.question('', { signal });
    } finally {
      reader.close();
      if (isSecret) await terminal.note('\n');
    }
  };
}
