import type { ChildProcess } from 'node:child_process';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { VirtError } from '@tsvirt/util';
import { type CommandLine, commandEnvironment, startChild } from '@tsvirt/util/host';

/** How a program that carries a connection is started. */
export interface ProcessDialOptions {
  /** What errors call it. */
  readonly name: string;
  /** Variables that it gets besides the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

const keptWords = 2048;
/** How long a program may take to end once its input is closed, in milliseconds. */
const graceMs = 2000;

/** Starts a program whose standard input and output are the connection. @throws VirtError SYSTEM_ERROR when it cannot be started */
export async function dialProcess(command: CommandLine, options: ProcessDialOptions): Promise<Duplex> {
  const { name, environment = {}, signal } = options;
  if (signal?.aborted === true) throw VirtError.aborted(signal.reason, 'RPC');
  const env = commandEnvironment(environment);
  const child = await startChild(command, { domain: 'RPC', env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.on('error', () => {});
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('a child with pipes has streams');
  return new ProcessStream(name, child, { stdin, stdout, stderr });
}

/**
 * A program's standard input and output as one stream. When the program ends, so does the stream; what it wrote to
 * standard error last is then the reason.
 */
class ProcessStream extends Duplex {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  #said = '';
  #hasSpoken = false;

  constructor(name: string, child: ChildProcess, streams: { stdin: Writable; stdout: Readable; stderr: Readable }) {
    super({ allowHalfOpen: true });
    this.#name = name;
    this.#child = child;
    this.#stdin = streams.stdin;
    this.#stdout = streams.stdout;
    this.#stdin.on('error', () => {
      // That nobody reads any more is told by the program's end, with its reason.
    });
    this.#stdout.on('data', (chunk: Buffer) => {
      this.#hasSpoken = true;
      if (!this.push(chunk)) this.#stdout.pause();
    });
    this.#stdout.pause();
    streams.stderr.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString('utf8')).slice(-keptWords);
    });
    child.once('close', (status: number | null, signal: NodeJS.Signals | null) => this.#ended(status, signal));
  }

  override _read(): void {
    this.#stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // A failed write is the program's end coming: `close` has the reason.
    this.#stdin.write(chunk, () => done());
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#stdin.destroy();
    this.#stdout.destroy();
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGTERM');
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
      this.#child.once('exit', () => clearTimeout(timer));
    }
    done(error);
  }

  #ended(status: number | null, signal: NodeJS.Signals | null): void {
    if (this.destroyed) return;
    const said = this.#said.trim();
    // Once the daemon has spoken, an end without a word of complaint is the daemon's.
    if (said === '' && status === 0 && this.#hasSpoken) {
      this.push(null);
      return;
    }
    const how = status === null ? `was ended by ${signal ?? 'a signal'}` : `ended with status ${status}`;
    const detail = `the connection through '${this.#name}' was lost: it ${how}${said === '' ? '' : `: ${said}`}`;
    this.destroy(VirtError.system('ECONNRESET', 'RPC', detail));
  }
}
