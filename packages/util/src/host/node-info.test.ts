import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TestFolder, testFolder } from '../../test/test-folder.js';
import { readHostname, readHostUuid, readSystemStrings } from './host-identity.js';
import { type HostRoots, readCacheBanks, readCpuMhz, readNodeCpus } from './node-cpus.js';
import { readCpuTimes, readMemoryStats, readNodeInfo } from './node-info.js';
import { readNumaCells } from './node-numa.js';

function roots(folder: TestFolder): HostRoots {
  return { sys: join(folder.path, 'sys'), proc: join(folder.path, 'proc'), etc: join(folder.path, 'etc') };
}

/** Two cells of one socket each, two cores of two threads a socket: eight CPUs. */
async function twoCells(folder: TestFolder): Promise<void> {
  const files: Record<string, string> = { 'proc/cpuinfo': 'processor\t: 0\ncpu MHz\t\t: 2596.124\n' };
  for (let cpu = 0; cpu < 8; cpu++) {
    const base = `sys/devices/system/cpu/cpu${cpu}`;
    const socket = cpu < 4 ? 0 : 1;
    const first = cpu - (cpu % 2);
    files[`${base}/topology/physical_package_id`] = `${socket}\n`;
    files[`${base}/topology/die_id`] = '0\n';
    files[`${base}/topology/cluster_id`] = '65535\n';
    files[`${base}/topology/core_id`] = `${Math.floor((cpu % 4) / 2)}\n`;
    files[`${base}/topology/thread_siblings_list`] = `${first}-${first + 1}\n`;
    files[`${base}/cache/index3/id`] = `${socket}\n`;
    files[`${base}/cache/index3/level`] = '3\n';
    files[`${base}/cache/index3/type`] = 'Unified\n';
    files[`${base}/cache/index3/size`] = '32768K\n';
    files[`${base}/cache/index3/shared_cpu_list`] = socket === 0 ? '0-3\n' : '4-7\n';
  }
  files['sys/devices/system/cpu/online'] = '0-7\n';
  for (const node of [0, 1]) {
    const base = `sys/devices/system/node/node${node}`;
    files[`${base}/cpulist`] = node === 0 ? '0-3\n' : '4-7\n';
    files[`${base}/meminfo`] = `Node ${node} MemTotal:        8388608 kB\nNode ${node} MemFree:         4194304 kB\n`;
    files[`${base}/distance`] = node === 0 ? '10 21\n' : '21 10\n';
    files[`${base}/hugepages/hugepages-2048kB/nr_hugepages`] = '512\n';
    files[`${base}/hugepages/hugepages-2048kB/free_hugepages`] = '500\n';
    files[`${base}/hugepages/hugepages-1048576kB/nr_hugepages`] = '1\n';
    files[`${base}/hugepages/hugepages-1048576kB/free_hugepages`] = '0\n';
  }
  await folder.put(files);
}

test('a host with two cells', async () => {
  await using folder = await testFolder();
  await twoCells(folder);
  expect(await readNodeInfo(roots(folder))).toMatchObject({
    memoryKiB: 16_777_216n,
    cpus: 8,
    mhz: 2596,
    nodes: 2,
    sockets: 1,
    cores: 2,
    threads: 2,
  });
});

test('its cells: memory, pages, distances, CPUs', async () => {
  await using folder = await testFolder();
  await twoCells(folder);
  const cells = await readNumaCells(roots(folder));
  expect(cells.map(({ id, memoryKiB, cpus }) => [id, memoryKiB, cpus.map(cpu => cpu.id)])).toEqual([
    [0, 8_388_608n, [0, 1, 2, 3]],
    [1, 8_388_608n, [4, 5, 6, 7]],
  ]);
  expect(cells[1]?.distances).toEqual([
    { cell: 0, value: 21 },
    { cell: 1, value: 10 },
  ]);
  expect(cells[0]?.pages).toEqual([
    { sizeKiB: 4n, total: 1_572_864n, free: 1_048_576n },
    { sizeKiB: 2048n, total: 512n, free: 500n },
    { sizeKiB: 1_048_576n, total: 1n, free: 0n },
  ]);
  expect(cells[0]?.cpus[1]).toMatchObject({ socketId: 0, dieId: 0, coreId: 0, clusterId: undefined });
  expect(String(cells[1]?.cpus[2]?.siblings)).toBe('6-7');
});

test('its caches, each once', async () => {
  await using folder = await testFolder();
  await twoCells(folder);
  const banks = await readCacheBanks(roots(folder));
  expect(banks.map(bank => [bank.id, bank.level, bank.kind, bank.size, String(bank.cpus)])).toEqual([
    [0, 3, 'both', 33_554_432n, '0-3'],
    [1, 3, 'both', 33_554_432n, '4-7'],
  ]);
});

test('cells that differ are told as one socket', async () => {
  await using folder = await testFolder();
  await twoCells(folder);
  await folder.put({
    'sys/devices/system/cpu/online': '0-3,6-7\n',
    'sys/devices/system/cpu/cpu8/topology/core_id': '0',
    'sys/devices/system/cpu/cpu9/topology/core_id': '0',
  });
  expect(await readNodeInfo(roots(folder))).toMatchObject({ cpus: 6, nodes: 1, sockets: 1, cores: 10, threads: 1 });
});

test('a kernel without NUMA, topology and clock is one cell', async () => {
  await using folder = await testFolder();
  await folder.put({
    'sys/devices/system/cpu/cpu0/uevent': '',
    'proc/meminfo': 'MemTotal: 1000 kB\nMemFree: 400 kB\nBuffers: 10 kB\nCached: 20 kB\n',
  });
  expect(await readNodeInfo(roots(folder))).toMatchObject({
    memoryKiB: 1000n,
    cpus: 1,
    mhz: 0,
    nodes: 1,
    sockets: 1,
    cores: 1,
    threads: 1,
  });
  expect(await readMemoryStats(undefined, roots(folder))).toEqual({
    total: 1000n,
    free: 400n,
    buffers: 10n,
    cached: 20n,
  });
  expect(await readMemoryStats(3, roots(folder))).toBeUndefined();
});

test('where the CPUs spent their time', async () => {
  await using folder = await testFolder();
  await folder.put({ 'proc/stat': 'cpu  10 2 30 400 5 1 1 0 0 0\ncpu1 1 0 3 40 0 0 0 0 0 0\nctxt 7\n' });
  const times = await readCpuTimes(roots(folder));
  expect(times.all).toEqual({ user: 120_000_000n, kernel: 320_000_000n, idle: 4_000_000_000n, iowait: 50_000_000n });
  expect([...times.cpus.keys()]).toEqual([1]);
});

test("the host's UUID: configured, else the firmware's, else one that stays", async () => {
  await using folder = await testFolder();
  const uuid = 'c7a5fdbd-cdaf-9455-926a-d65c16db1809';
  const made = await readHostUuid({}, roots(folder));
  await folder.put({
    'etc/machine-id': `${uuid.replaceAll('-', '')}\n`,
    'sys/class/dmi/id/product_uuid': `${'0'.repeat(32)}\n`,
  });
  expect(await readHostUuid({}, roots(folder))).toBe(made);
  expect(await readHostUuid({ source: 'machine-id' }, roots(folder))).toBe(uuid);
  expect(await readHostUuid({ configured: uuid.toUpperCase() }, roots(folder))).toBe(uuid);
});

test("the host's name: whole from the hosts file", async () => {
  await using folder = await testFolder();
  await folder.put({
    'etc/hosts': '127.0.0.1 localhost short2\n# 10.0.0.9 no.example short\n10.0.0.1 whole.example short # here\n',
  });
  expect(await readHostname(roots(folder), 'short')).toBe('whole.example');
  expect(await readHostname(roots(folder), 'short2')).toBe('short2');
  expect(await readHostname(roots(folder), 'other')).toBe('other');
  expect(await readHostname(roots(folder), 'a.b')).toBe('a.b');
});

test("the firmware's strings", async () => {
  await using folder = await testFolder();
  await folder.put({
    'sys/class/dmi/id/bios_vendor': 'SeaBIOS\n',
    'sys/class/dmi/id/product_name': 'Standard PC\n',
    'sys/class/dmi/id/product_sku': '\n',
  });
  expect(await readSystemStrings(roots(folder))).toEqual({
    bios: { vendor: 'SeaBIOS' },
    system: { product: 'Standard PC' },
    baseBoard: {},
    chassis: {},
  });
});

test.skipIf(process.platform !== 'linux')('this host has CPUs and memory', async () => {
  const [info, cpus, mhz] = await Promise.all([readNodeInfo(), readNodeCpus(), readCpuMhz()]);
  expect(info.cpus).toBe(cpus.filter(cpu => cpu.online).length);
  expect(info.cpus).toBeGreaterThan(0);
  expect(info.memoryKiB).toBeGreaterThan(0n);
  expect(info.mhz).toBe(mhz);
  expect(info.nodes * info.sockets * info.cores * info.threads).toBeGreaterThanOrEqual(info.cpus);
});
