import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { onAbort } from '../abort.js';
import { VirtError } from '../virt-error.js';
import { type CommandLine, type SpawnOptions, startChild } from './spawn.js';

/** How a program is run to its end. */
export interface CommandOptions extends SpawnOptions {
  /** What it reads from its standard input; nothing unless given. */
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** One minute unless given. */
  readonly timeoutMs?: number;
  /** Bounds standard output and error, each; 16 MiB unless given. */
  readonly maxOutputBytes?: number;
  /** Exit statuses that are answers, not failures; only 0 unless given. */
  readonly okStatus?: readonly number[];
  /** Descriptors of this process that the program gets as 3, 4, ... */
  readonly fds?: readonly number[];
}

/** What a program left behind. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Standard output as UTF-8. */
  readonly text: string;
}

const graceMs = 2_000;
const tailBytes = 1_024;

/**
 * Runs a program to its end and collects what it wrote.
 * @throws SYSTEM_ERROR when it cannot be started; INTERNAL_ERROR naming program, status and the end of what it said
 * when it fails or says too much; OPERATION_TIMEOUT and OPERATION_ABORTED after ending it. Arguments are not in the
 * messages: they may be long, and may hold what not everybody should read.
 */
export async function runCommand(command: CommandLine, options: CommandOptions): Promise<CommandResult> {
  const {
    domain,
    signal,
    timeoutMs = 60_000,
    maxOutputBytes = 16 * 1024 * 1024,
    okStatus = [0],
    input,
    fds = [],
  } = options;
  const program = basename(command[0]);
  refuseAborted(signal, options);
  const child = await startChild(command, {
    ...options,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...fds],
  });
  child.on('error', () => undefined);

  let refusal: VirtError | undefined;
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (reason: VirtError) => {
    if (refusal !== undefined) return;
    refusal = reason;
    child.kill('SIGTERM');
    killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    // A grandchild may hold the pipes open for ever: nobody reads them any more.
    child.once('exit', () => release(child));
    if (child.exitCode !== null || child.signalCode !== null) release(child);
  };
  const limit = setTimeout(
    () => stop(new VirtError('OPERATION_TIMEOUT', domain, `program '${program}' took longer than ${timeoutMs} ms`)),
    timeoutMs,
  );
  const abort = () => stop(VirtError.aborted(signal?.reason, domain));
  // It may have fired while the program was being started.
  const forget = signal === undefined ? undefined : onAbort(signal, abort);
  const flood = () =>
    stop(new VirtError('INTERNAL_ERROR', domain, `program '${program}' wrote more than ${maxOutputBytes} bytes`));

  const stdout = collect(child.stdout, maxOutputBytes, flood);
  const stderr = collect(child.stderr, maxOutputBytes, flood);
  // A program that ends without reading its input breaks the pipe; its status tells what it thought of it.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  try {
    await once(child, 'close');
  } finally {
    clearTimeout(limit);
    clearTimeout(killTimer);
    forget?.();
  }
  if (refusal !== undefined) throw refusal;
  const out = Buffer.concat(stdout);
  const err = Buffer.concat(stderr);
  const { exitCode, signalCode } = child;
  if (exitCode === null || !okStatus.includes(exitCode)) throw failure(program, exitCode, signalCode, err, options);
  return { status: exitCode, stdout: out, stderr: err, text: out.toString('utf8') };
}

function refuseAborted(signal: AbortSignal | undefined, { domain }: CommandOptions): void {
  if (signal?.aborted === true) throw VirtError.aborted(signal.reason, domain);
}

function release(child: ChildProcess): void {
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function collect(stream: Readable | null, maxBytes: number, flood: () => void): Buffer[] {
  const chunks: Buffer[] = [];
  let length = 0;
  stream?.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else flood();
  });
  stream?.on('error', () => undefined);
  return chunks;
}

function failure(
  program: string,
  status: number | null,
  signal: NodeJS.Signals | null,
  stderr: Buffer,
  { domain }: CommandOptions,
): VirtError {
  const how = status === null ? `was killed by ${signal ?? 'a signal'}` : `failed with exit status ${status}`;
  const said = stderr
    .subarray(Math.max(0, stderr.length - tailBytes))
    .toString('utf8')
    .trim();
  return new VirtError('INTERNAL_ERROR', domain, `program '${program}' ${how}${said === '' ? '' : `: ${said}`}`);
}
