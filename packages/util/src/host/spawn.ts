import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';
import { type ProcessIdentity, processStartTime } from './process-handle.js';

/** A program and its arguments. Never a shell string. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** What every child process is started with. */
export interface SpawnOptions {
  /** The whole environment; `commandEnvironment()` unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly domain: ErrorDomain;
}

/** How a program that outlives its starter is started. */
export interface DetachedOptions extends SpawnOptions {
  /** Descriptors of this process for the child's standard input, output and error; `/dev/null` where absent. */
  readonly stdin?: number;
  readonly stdout?: number;
  readonly stderr?: number;
  /** Descriptors of this process that the child gets as 3, 4, ... in this order. They stay open here. */
  readonly fds?: readonly number[];
  readonly argv0?: string;
}

/** How a process ended. */
export interface ExitStatus {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** A detached process while its starter lives. */
export interface DetachedProcess extends ProcessIdentity {
  /** Resolves when it ends; never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** Sends a signal; false when it has ended. */
  kill(signal?: NodeJS.Signals): boolean;
}

const inherited = ['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'LD_LIBRARY_PATH', 'XDG_RUNTIME_DIR'];

/** The environment that children get: a few variables of ours, and the C locale, so that what they say can be read. */
export function commandEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const env: Record<string, string> = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, LC_ALL: 'C', ...extra };
}

/** Starts a program with these standard streams. Its failure to start is the returned promise's. */
export async function startChild(
  [program, ...args]: CommandLine,
  options: SpawnOptions & {
    readonly stdio: StdioOptions;
    readonly detached?: boolean;
    readonly argv0?: string | undefined;
  },
): Promise<ChildProcess> {
  const { env = commandEnvironment(), cwd, uid, gid, domain, stdio, detached = false, argv0 } = options;
  try {
    const child = spawn(program, args, {
      env,
      stdio,
      detached,
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
      ...(argv0 === undefined ? {} : { argv0 }),
    });
    // Without a pid it did not start, and says why in an error event.
    if (child.pid === undefined) await once(child, 'spawn');
    return child;
  } catch (reason) {
    throw VirtError.system(reason, domain, `cannot run program '${program}'`);
  }
}

/**
 * Starts a program in a session of its own, to live on when this process ends (however it ends).
 * @throws SYSTEM_ERROR when it cannot be started. That it fails later is told by `exited`.
 */
export async function spawnDetached(command: CommandLine, options: DetachedOptions): Promise<DetachedProcess> {
  const { stdin = 'ignore', stdout = 'ignore', stderr = 'ignore', fds = [] } = options;
  const child = await startChild(command, { ...options, stdio: [stdin, stdout, stderr, ...fds], detached: true });
  const exited = new Promise<ExitStatus>(resolve => {
    child.once('exit', (status, signal) => resolve({ status: status ?? undefined, signal: signal ?? undefined }));
  });
  // Later errors are those of kill(), which tells its caller; without a listener they would end this process.
  child.on('error', () => undefined);
  child.unref();
  const pid = child.pid ?? -1;
  const startTime = (await processStartTime(pid)) ?? 0n;
  return { pid, startTime, exited, kill: signal => child.kill(signal) };
}
