// `npm start`: from a fresh clone to a running daemon. Arguments after `--` go to tsvirtd.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installAndBuild, requireNode, root } from './toolchain.mjs';

requireNode();
await installAndBuild();

// A Unix socket's path has room for 107 bytes, so a clone in a deep folder keeps its state in the temporary folder.
const beside = path.join(root, '.tsvirt');
const home = beside.length <= 70 ? beside : path.join(tmpdir(), `tsvirt-${process.getuid?.() ?? 'user'}`);
await mkdir(home, { recursive: true, mode: 0o700 });

const args = process.argv.slice(2);
const own = args.some(arg => /^--(root|layout|config)(=|$)/.test(arg)) ? [] : ['--root', home];
const daemon = spawn(
  process.execPath,
  [
    path.join(root, 'apps/daemon/dist/main.js'),
    ...own,
    '--driver-path',
    path.join(root, 'packages'),
    '--verbose',
    ...args,
  ],
  { stdio: 'inherit' },
);
// The terminal sends its signals to both processes; this one only waits for the daemon to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => daemon.kill(signal));
daemon.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
