// Clients of one daemon beside each other: libvirt's library from C and from Python, and this package's two ways.
//   node packages/core/bench/clients/compare.mjs 'test+unix:///default?socket=PATH' [SECONDS]
// Needs the built package, cc and pkg-config with libvirt's headers, and /usr/bin/python3 with its binding; what is missing
// is left out. Pipelined means 64 calls on their way: 64 threads there, 64 promises here. A daemon serves as many of one client's
// calls at once as its max_client_requests says.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const [uri, seconds = '3'] = process.argv.slice(2);
if (uri === undefined) throw new Error("usage: compare.mjs 'test+unix:///default?socket=PATH' [SECONDS]");
const file = name => fileURLToPath(new URL(name, import.meta.url));

const folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
try {
  const program = path.join(folder, 'c-client');
  const { stdout: flags } = await run('pkg-config', ['--cflags', '--libs', 'libvirt']).catch(() => ({ stdout: '' }));
  const built = await run('cc', [
    '-O2',
    '-pthread',
    '-o',
    program,
    file('c-client.c'),
    ...flags.trim().split(/\s+/),
  ]).then(
    () => true,
    () => false,
  );
  const clients = [
    ...(built ? [['C, libvirt', program, []]] : []),
    ['Python, libvirt', '/usr/bin/python3', [file('python-client.py')]],
    ['tsvirt, connect', process.execPath, [file('tsvirt-client.mjs')], ['connect']],
    ['tsvirt, open', process.execPath, [file('tsvirt-client.mjs')], ['open']],
  ];
  console.log('mode        client           p50 us   calls/s  CPU us/call  RSS MiB  calls/s by the first');
  for (const mode of ['sequential', 'pipelined']) {
    let first;
    for (const [name, command, before, after = []] of clients) {
      const said = await run(command, [...before, uri, mode, seconds, ...after]).catch(() => undefined);
      if (said === undefined) continue; // not on this machine
      const { p50, rate, cpu, rssMiB } = JSON.parse(said.stdout);
      first ??= rate;
      const figures = [p50.toFixed(0).padStart(7), rate.toFixed(0).padStart(9), cpu.toFixed(1).padStart(12)];
      console.log(
        mode.padEnd(11),
        name.padEnd(15),
        ...figures,
        rssMiB.toFixed(1).padStart(8),
        (rate / first).toFixed(2),
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
