import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { facts, hasPython } from './clients/programs.js';
import { Background } from './process.js';
import { cannotRun } from './tsvirtd.js';
import { WorkspaceDaemon } from './workspace-daemon.js';

const driver = 'test:///default?complete=1';

describe.skipIf(cannotRun !== undefined)(`migration between two daemons (${cannotRun ?? 'all there'})`, () => {
  let source: WorkspaceDaemon;
  let destination: WorkspaceDaemon;
  let holders: Background[];

  beforeAll(async () => {
    [source, destination] = await Promise.all([WorkspaceDaemon.start(), WorkspaceDaemon.start()]);
    // A mock host goes with its last client.
    holders = [source, destination].map(daemon => new Background('virsh', ['-q', '-c', daemon.uri(driver)]));
    for (const holder of holders) holder.type('uri\n');
    await Promise.all(holders.map(holder => holder.saw('test+unix')));
  });
  afterAll(async () => {
    await Promise.all(holders.map(holder => holder.stop('SIGKILL')));
    await Promise.all([source, destination].map(daemon => daemon[Symbol.asyncDispose]()));
  });

  const guest = async (name: string, memoryMiB = 64): Promise<void> => {
    const xml = `<domain type='test'><name>${name}</name><memory unit='MiB'>${memoryMiB}</memory><os><type>hvm</type></os></domain>`;
    const file = source.at(`${name}.xml`);
    await writeFile(file, xml);
    await source.ok(driver, 'define', file);
    await source.ok(driver, 'start', name);
  };
  const migrate = (...args: readonly string[]) => source.virsh(driver, 'migrate', ...args);
  const state = async (daemon: WorkspaceDaemon, name: string): Promise<string> => {
    const { stdout, stderr } = await daemon.virsh(driver, 'domstate', name);
    return stdout.trim() || stderr.trim().split('\n')[0] || '';
  };

  test.skipIf(!hasPython)('python-libvirt leads each way of it (needs python3-libvirt)', async () => {
    const found = await facts('migrate', source.uri(driver), destination.uri(driver), 'test');
    await expect(found).toMatchFileSnapshot('clients/found/migrate.txt');
  });

  test.each([
    ['led by virsh', ['--live', '--verbose'], 'shut off', 'running'],
    ['with a document that stays', ['--live', '--persistent', '--undefinesource'], 'gone', 'running'],
    ['from host to host', ['--live', '--p2p'], 'shut off', 'running'],
    ['with its memory afterwards', ['--live', '--postcopy', '--postcopy-after-precopy'], 'shut off', 'running'],
    ['paused', ['--live', '--suspend'], 'shut off', 'paused'],
  ])('virsh migrate: %s', async (_what, options, here, there) => {
    await guest('moving');
    const moved = await migrate(...options, 'moving', destination.uri(driver));
    expect(moved, moved.stderr).toMatchObject({ status: 0 });
    if (options.includes('--verbose')) expect(moved.stderr).toMatch(/Migration: \[100 %\]/);
    if (here === 'gone') expect(await state(source, 'moving')).toContain('failed to get domain');
    else expect(await state(source, 'moving')).toBe(here);
    expect(await state(destination, 'moving')).toBe(there);
    for (const daemon of [source, destination])
      for (const command of ['destroy', 'undefine']) await daemon.virsh(driver, command, 'moving');
  });

  test('virsh migrate: given up by another virsh on the way', async () => {
    await guest('long');
    const moving = migrate('--live', '--bandwidth', '1', 'long', destination.uri(driver));
    for (let info = ''; !info.includes('Outgoing migration'); )
      info = (await source.virsh(driver, 'domjobinfo', 'long')).stdout;
    expect(await source.ok(driver, 'domjobinfo', 'long')).toMatch(/Job type: +Unbounded[^]*Memory total: +64\.000 MiB/);
    await source.ok(driver, 'domjobabort', 'long');
    expect(await moving).toMatchObject({ status: 1, stderr: expect.stringMatching(/canceled by client/) });
    expect(await state(source, 'long')).toBe('running');
    expect(await state(destination, 'long')).toContain('failed to get domain');
    await source.ok(driver, 'destroy', 'long');
    await source.ok(driver, 'undefine', 'long');
  });

  test('virsh migrate: a destination that there is not', async () => {
    await guest('staying');
    const nowhere = destination.uri(driver, 'no-sock');
    expect(await migrate('--live', '--p2p', 'staying', nowhere)).toMatchObject({ status: 1 });
    expect(await migrate('--live', 'staying', nowhere)).toMatchObject({ status: 1 });
    expect(await state(source, 'staying')).toBe('running');
    await source.ok(driver, 'destroy', 'staying');
    await source.ok(driver, 'undefine', 'staying');
  });
});
