// What `npm start` and `npm test` share: the package manager of this workspace, brought along by npm's own runner.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The workspace's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Stops with one line when this Node is older than the workspace's floor. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`tsvirt needs Node.js 20.19 or newer; this is ${process.versions.node}`);
  process.exit(1);
}

/**
 * Runs a program with the terminal's own input and output. Resolves with its exit status; a signal counts as 128 + its number.
 * @param {string} command @param {readonly string[]} args @param {import('node:child_process').SpawnOptions} [options]
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/** Runs the pnpm that package.json names, fetching it through npx where it is not installed. @param {readonly string[]} args */
export async function pnpm(args, options = {}) {
  const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return run('npx', ['--yes', manifest.packageManager, ...args], options);
}

/** Installs the workspace's packages and builds them; stops the process with the failing step's status. */
export async function installAndBuild() {
  for (const args of [
    ['install', '--frozen-lockfile', '--prefer-offline'],
    ['run', 'build', '--output-logs=errors-only'],
  ]) {
    const status = await pnpm(args);
    if (status !== 0) {
      console.error(`pnpm ${args.join(' ')} failed with status ${status}`);
      process.exit(status);
    }
  }
}
