import type { Connection } from '@tsvirt/core';
import type { ValuesOf } from './command.js';
import type { ReconnectChoice, Session } from './command.js';
import type { globalOptions } from './command-line.js';
import { credentialsOf } from './connection/ask-credential.js';
import { type Opened, openConnection } from './connection/open-connection.js';
import { type JsonData, jsonText } from './output/json-text.js';
import type { Terminal } from './output/terminal.js';

/** What the commands of one run share. Closing it closes their connections. */
export class RunSession implements Session, AsyncDisposable {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly signal: AbortSignal;
  readonly driverPaths: readonly string[];
  readonly uri: string | undefined;
  readonly #readOnly: boolean;
  readonly #opened: Opened[] = [];
  #connection: Promise<Connection> | undefined;

  constructor(globals: ValuesOf<typeof globalOptions>, terminal: Terminal, signal: AbortSignal) {
    this.terminal = terminal;
    this.signal = signal;
    this.json = globals.json ?? false;
    this.driverPaths = globals['driver-path'];
    this.uri = globals.connect;
    this.#readOnly = globals['read-only'] ?? false;
  }

  connect({ reconnect }: { readonly reconnect?: ReconnectChoice | undefined } = {}): Promise<Connection> {
    this.#connection ??= this.#open(this.uri, reconnect);
    return this.#connection;
  }

  connectTo(uri: string): Promise<Connection> {
    return this.#open(uri, undefined);
  }

  async #open(uri: string | undefined, reconnect: ReconnectChoice | undefined): Promise<Connection> {
    const { signal, terminal } = this;
    const onChange = reconnect?.onChange;
    const opened = await openConnection({
      uri,
      readOnly: this.#readOnly,
      driverPaths: this.driverPaths,
      signal,
      env: terminal.env,
      ask: credentialsOf(terminal, signal),
      ...(reconnect !== undefined && {
        reconnect: {
          onChange: change => onChange?.(change.state === 'lost' ? `lost: ${change.reason.message}` : 'restored'),
        },
      }),
    });
    this.#opened.push(opened);
    return opened.connection;
  }

  writeJson(value: JsonData, pretty = false): Promise<void> {
    return this.terminal.write(`${jsonText(value, pretty ? 2 : undefined)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map(opened => opened.close()));
  }
}
