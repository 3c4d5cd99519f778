import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RunResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds; the program is ended after that and the run fails. */
  readonly timeoutMs?: number;
  /** Resolve whatever the status; otherwise another status than 0 fails the run. */
  readonly anyStatus?: boolean;
}

/** Runs a program to its end. @throws Error with its status and what it wrote to standard error */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { timeoutMs = 120_000 } = options;
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', ...options.env },
    timeout: timeoutMs,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.on('error', () => {}); // a program that ends without reading its input is judged by its status
  child.stdin.end(options.input ?? '');
  const [status] = (await once(child, 'close')) as [number | null];
  const result = { status, stdout: stdout(), stderr: stderr() };
  if (status === 0 || options.anyStatus) return result;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${result.stderr || result.stdout}`);
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  return () => Buffer.concat(parts).toString('utf8');
}

/** A program that goes on while a test talks to it. Its output is kept whole; `saw` waits for a text in it. */
export class Background implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Settles with the status when the program has ended. */
  readonly ended: Promise<number | null>;
  #output = '';
  readonly #watchers = new Set<() => void>();

  constructor(
    command: string,
    args: readonly string[],
    options: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
  ) {
    this.child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (part: Buffer) => {
        this.#output += part.toString('utf8');
        for (const look of this.#watchers) look();
      });
    }
    this.child.stdin?.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', code => {
        resolve(code);
        for (const look of this.#watchers) look();
      });
    });
  }

  /** Everything that it has written so far, both streams. */
  get output(): string {
    return this.#output;
  }

  /** Writes to its standard input. */
  type(text: string): void {
    this.child.stdin?.write(text);
  }

  /** Resolves when its output holds a text, or matches. @throws Error when it ends or the time is over without that */
  async saw(wanted: string | RegExp, timeoutMs = 30_000): Promise<void> {
    const found = () => (typeof wanted === 'string' ? this.#output.includes(wanted) : wanted.test(this.#output));
    await new Promise<void>((resolve, reject) => {
      const done = (reason?: Error) => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        if (reason === undefined) resolve();
        else reject(reason);
      };
      const look = () => {
        if (found()) done();
        else if (this.child.exitCode !== null || this.child.signalCode !== null)
          done(new Error(`ended without '${String(wanted)}'; it wrote:\n${this.#output}`));
      };
      const timer = setTimeout(
        () => done(new Error(`no '${String(wanted)}' within ${timeoutMs} ms; it wrote:\n${this.#output}`)),
        timeoutMs,
      );
      this.#watchers.add(look);
      look();
    });
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
  }
}
