import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facts, hasPerl, hasPython, script } from './clients/programs.js';
import { Libvirtd, noLibvirtd } from './libvirtd.js';
import { run } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { hasQemu, uriThrough, WorkspaceDaemon } from './workspace-daemon.js';

const complete = 'test:///default?complete=1';
const mock = 'test:///default';

interface Script {
  readonly name: string;
  /** Told apart in the record's name, where drivers differ. */
  readonly of?: string;
  readonly ours: readonly string[];
  readonly real: readonly string[];
}

/**
 * What python-libvirt does, and on which drivers of the real libvirtd it finds the same. A script prints facts; what
 * they are is recorded in `clients/found` (`vitest -u` records them again), and both daemons must give them.
 */
const scripts: readonly Script[] = [
  { name: 'hotplug', ours: [complete], real: ['qemu:///system'] },
  { name: 'moments', ours: [complete], real: ['qemu:///system'] },
  { name: 'moments', of: 'mock', ours: [mock], real: [mock] },
  { name: 'jobs', ours: [complete], real: ['qemu:///system'] },
  { name: 'storage', ours: [complete], real: ['qemu:///system'] },
  { name: 'guest', ours: [complete], real: [] },
  { name: 'guest', of: 'mock', ours: [mock], real: [mock] },
];

/** Jobs on the mock host's disks of a TiB take seconds each. */
const timeout = 120_000;

const factsOf = (script: string, uri: string, folder: string): Promise<string> =>
  facts(script, uri, uri.startsWith('qemu') ? 'qemu' : 'test', folder);

describe.skipIf(cannotRun !== undefined || !hasPython)(
  'what clients find (needs the packages built, python3-libvirt)',
  () => {
    let daemon: WorkspaceDaemon;
    let folder: string;

    beforeAll(async () => {
      daemon = await WorkspaceDaemon.start();
      folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
    });
    afterAll(async () => {
      await daemon[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    const ours = scripts.flatMap(script => script.ours.map(driver => ({ ...script, driver })));
    test.each(ours)(
      '$name on $driver',
      async ({ name, of, driver }) => {
        const found = await factsOf(name, daemon.uri(driver), folder);
        await expect(found).toMatchFileSnapshot(recorded(name, of));
      },
      timeout,
    );

    test.skipIf(!hasPerl)('Sys::Virt on a complete host (needs libsys-virt-perl)', async () => {
      await expect(await perl('objects', daemon.uri(complete), folder)).toMatchFileSnapshot(recorded('objects'));
    });
  },
);

describe.skipIf(noLibvirtd !== undefined || !hasPython || !hasQemu)(
  `the same on libvirtd (${noLibvirtd ?? 'there'})`,
  () => {
    let daemon: Libvirtd;
    let folder: string;

    beforeAll(async () => {
      daemon = await Libvirtd.start({ conf: ['log_level = 3'] });
      folder = await mkdtemp(path.join(tmpdir(), 'clients-'));
    });
    afterAll(async () => {
      await daemon[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    });

    const real = scripts.flatMap(script => script.real.map(driver => ({ ...script, driver })));
    test.each(real)(
      '$name on $driver',
      async ({ name, of, driver }) => {
        const found = await factsOf(name, uriThrough(driver, daemon.socket()), folder);
        await expect(found).toMatchFileSnapshot(recorded(name, of));
      },
      timeout,
    );

    test.skipIf(!hasPerl)('Sys::Virt on qemu:///system (needs libsys-virt-perl)', async () => {
      const found = await perl('objects', uriThrough('qemu:///system', daemon.socket()), folder);
      await expect(found).toMatchFileSnapshot(recorded('objects'));
    });
  },
);

/** The same of a script for Sys::Virt. */
async function perl(name: string, uri: string, folder: string): Promise<string> {
  const type = uri.startsWith('qemu') ? 'qemu' : 'test';
  return (await run('/usr/bin/perl', [script(`${name}.pl`), uri, type, folder])).stdout;
}

function recorded(name: string, of?: string): string {
  return `clients/found/${of === undefined ? name : `${name}-${of}`}.txt`;
}
