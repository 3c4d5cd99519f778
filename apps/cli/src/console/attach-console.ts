import type { Domain } from '@tsvirt/core';
import { deferred, VirtError } from '@tsvirt/util';
import { exitStatus } from '../exit-status.js';
import type { Input, Terminal } from '../output/terminal.js';
import { printable } from '../output/text-width.js';

/** How to connect to a console. */
export interface ConsoleChoice {
  /** The device's alias; absent: the first console. */
  readonly device?: string | undefined;
  /** Take it from whoever has it. */
  readonly force?: boolean | undefined;
  /** Refuse when somebody else might use it beside us. */
  readonly safe?: boolean | undefined;
  /** The key that ends the connection, as `^]`; that one unless given. */
  readonly escape?: EscapeKey | undefined;
  readonly signal: AbortSignal;
}

/** A key with Ctrl, and the byte that terminals send for it. */
export interface EscapeKey {
  readonly name: string;
  readonly byte: number;
}

/** virsh's. */
const usualEscape: EscapeKey = { name: '^]', byte: 0x1d };

/** Reads a key as `^K`, `^]`; undefined for what is none. */
export function parseEscapeKey(text: string): EscapeKey | undefined {
  const name = text.toUpperCase();
  return /^\^[@-_]$/.test(name) ? { name, byte: name.charCodeAt(1) - 0x40 } : undefined;
}

/**
 * Connects the terminal with a domain's console, until the escape key is typed, the guest's side ends, or the signal fires.
 * @returns the exit status
 */
export async function attachConsole(domain: Domain, terminal: Terminal, choice: ConsoleChoice): Promise<number> {
  const { device, force, safe, signal, escape = usualEscape } = choice;
  await using stream = await domain.openConsole({ devName: device, force, safe, signal });
  await terminal.note(`connected to ${printable(domain.name)}; ${escape.name} ends it\r\n`);
  const over = deferred<'typed' | 'ended'>();
  const stop = () => over.resolve('typed');
  signal.addEventListener('abort', stop);
  using _keys = typing(terminal.stdin, escape, bytes => stream.send(bytes), over);
  const shown = (async () => {
    for await (const chunk of stream) if (chunk.kind === 'data') await terminal.write(chunk.data);
  })();
  shown.then(() => over.resolve('ended'), over.reject);
  try {
    const how = await over.promise;
    await terminal.note(how === 'ended' ? '\r\nthe console was closed at the other side\r\n' : '\r\n');
    return exitStatus.fine;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.abort();
    // What it says of its end was heard above.
    await shown.catch(() => undefined);
  }
}

/** Sends what is typed, key by key on a terminal; ends with the escape key in it. Input that ends leaves the console open. */
function typing(
  input: Input,
  escape: EscapeKey,
  send: (bytes: Uint8Array) => Promise<void>,
  over: { resolve(how: 'typed'): void; reject(reason: unknown): void },
): Disposable {
  const isTerminal = input.isTTY === true && input.setRawMode !== undefined;
  if (isTerminal) input.setRawMode?.(true);
  const take = (data: Buffer) => {
    const at = isTerminal ? data.indexOf(escape.byte) : -1;
    const bytes = at < 0 ? data : data.subarray(0, at);
    input.pause();
    const sent = bytes.length === 0 ? Promise.resolve() : send(bytes);
    sent.then(
      () => (at < 0 ? input.resume() : over.resolve('typed')),
      (reason: unknown) => {
        // A stream that is over tells why on its other way.
        if (!VirtError.is(reason)) over.reject(reason);
      },
    );
  };
  input.on('data', take);
  return {
    [Symbol.dispose]() {
      input.off('data', take);
      input.pause();
      if (isTerminal) input.setRawMode?.(false);
    },
  };
}
