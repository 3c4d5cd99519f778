import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Background, type RunOptions, run, type RunResult } from './process.js';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** The command as it is published. */
const cliFile = path.join(workspace, 'apps/cli/dist/main.js');

/** Why scenarios with the built command cannot run here; undefined: they can. */
export const cannotRunCli: string | undefined = existsSync(cliFile) ? undefined : 'the packages are not built';

/** Services that build and test set `CI`, which some libraries take for a terminal; editors and cron set no `TERM` or a dumb one. */
const usual = { CI: 'true', TERM: 'xterm' };

/** The mock hypervisor in the command's own process. */
export const inProcess = ['-c', 'test:///default', '--driver-path', path.join(workspace, 'packages/driver-test')];

/** Runs `tsvirt` to its end; its status is the caller's to judge. */
export function tsvirt(args: readonly string[], input?: string, env: RunOptions['env'] = {}): Promise<RunResult> {
  const options = { env: { ...usual, ...env }, anyStatus: true, ...(input === undefined ? {} : { input }) };
  return run(process.execPath, [cliFile, ...args], options);
}

/** Runs `tsvirt --json` and reads what it wrote: one value, or several lines of them. @throws Error unless it ends with 0 */
export async function tsvirtJson(args: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [cliFile, ...args, '--json'], { env: usual });
  return JSON.parse(stdout);
}

/** Runs `tsvirt` in a shell with something behind it: `| head -1`, `> /dev/full`. */
export function tsvirtInShell(args: readonly string[], rest: string): Promise<RunResult> {
  const shell = ['-c', `"$@" ${rest}`, 'sh', process.execPath, cliFile, ...args];
  return run('sh', shell, { env: usual, anyStatus: true });
}

/** Starts `tsvirt` and lets it go on. */
export function tsvirtBackground(args: readonly string[]): Background {
  return new Background(process.execPath, [cliFile, ...args], { env: usual });
}

/** Starts `tsvirt` on a pseudo-terminal of its own, 100 columns wide. */
export function tsvirtOnTerminal(args: readonly string[]): Background {
  const words = [process.execPath, cliFile, ...args].map(word => `'${word}'`).join(' ');
  return new Background('script', ['-qec', `stty cols 100 rows 30; ${words}; echo "status=$?"`, '/dev/null'], {
    env: usual,
  });
}
