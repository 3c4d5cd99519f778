import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

const gibibyte = 1024n ** 3n;
const kibibyte = 1024n;

describe('the node', () => {
  test('has the memory that its guests leave', async () => {
    await using host = await testHost({ domains: 1 });
    await using connection = await host.connect();
    expect(await connection.nodeGetFreeMemory()).toBe(2n * gibibyte);
    const { totalKiB, freeKiB } = await connection.nodeGetMemoryStats();
    expect([totalKiB, freeKiB]).toEqual([3n * 1024n * 1024n, 2n * 1024n * 1024n]);
    await (await connection.domainLookupByName('domain-1')).destroy();
    expect(await connection.nodeGetFreeMemory()).toBe(3n * gibibyte);
    host.add(100);
    expect(await connection.nodeGetFreeMemory()).toBe(0n);
    expect(await connection.nodeGetMemoryStats({ cell: 1 })).toEqual({ totalKiB: 4_194_304n, freeKiB: 4_194_304n });
    expect((await connection.nodeGetCellsFreeMemory())[1]).toBe(4_194_304n * kibibyte);
    await expect(connection.nodeGetMemoryStats({ cell: 2 })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('merges pages as it is told', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    expect(await connection.nodeGetMemoryParameters()).toMatchObject({
      pagesToScan: 100,
      sleepMillisecs: 20,
      fullScans: 0n,
    });
    await connection.nodeSetMemoryParameters({ pagesToScan: 7, mergeAcrossNodes: 0 });
    expect(await connection.nodeGetMemoryParameters()).toMatchObject({
      pagesToScan: 7,
      mergeAcrossNodes: 0,
      sleepMillisecs: 20,
    });
    await expect(connection.nodeSetMemoryParameters({ fullScans: 1n })).rejects.toMatchObject({
      code: 'ARGUMENT_UNSUPPORTED',
    });
  });

  test('makes huge pages of small ones', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const pages = (startCell: number, cellCount = 1): Promise<bigint[][]> =>
      connection.nodeGetFreePages([2048], { startCell, cellCount });
    const large = [{ sizeKiB: 2048, count: 100n }];
    expect(await connection.nodeAllocPages(large, { startCell: 0 })).toBe(1);
    await connection.nodeAllocPages(large, { startCell: 0 });
    await connection.nodeAllocPages(large, { set: true, startCell: 1 });
    expect(await pages(0, 2)).toEqual([[200n], [100n]]);
    expect(await pages(-1)).toEqual([[300n]]);
    expect(await connection.nodeGetFreePages([4], { startCell: 0 })).toEqual([[524_288n - 200n * 512n]]);
    expect(await connection.getCapabilities()).toContain("<pages unit='KiB' size='2048'>200</pages>");
    await expect(
      connection.nodeAllocPages([{ sizeKiB: 2048, count: 10_000n }], { startCell: 0 }),
    ).rejects.toMatchObject({
      code: 'OPERATION_FAILED',
    });
    await expect(connection.nodeAllocPages([{ sizeKiB: 4, count: 1n }], { startCell: 0 })).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
    });
    expect(await connection.nodeGetFreePages([8], { startCell: 0 })).toEqual([[0n]]);
    await expect(connection.nodeGetFreePages([16], { startCell: 0 })).rejects.toMatchObject({
      code: 'OPERATION_FAILED',
    });
    await expect(pages(2)).rejects.toMatchObject({ code: 'INVALID_ARG' });
    // Those of another host are its own.
    await using other = await testHost();
    await using elsewhere = await other.connect();
    expect(await elsewhere.nodeGetFreePages([2048], { startCell: 0 })).toEqual([[0n]]);
  });

  test('tells of its CPUs one by one', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const map = await connection.nodeGetCPUMap();
    expect([map.cpus, map.online.length]).toEqual([16, 16]);
    const all = await connection.nodeGetCPUStats();
    const one = await connection.nodeGetCPUStats({ cpu: 3 });
    expect((one.userNs ?? 0n) * 16n).toBe(all.userNs);
    host.clock.advance('16s');
    expect((await connection.nodeGetCPUStats({ cpu: 3 })).idleNs).toBe((one.idleNs ?? 0n) + 1_000_000_000n);
    await expect(connection.nodeGetCPUStats({ cpu: 16 })).rejects.toMatchObject({ code: 'INVALID_ARG' });
  });

  test('compares CPUs with its own', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const own = '<cpu><arch>x86_64</arch><model>Skylake-Client</model></cpu>';
    const older = "<cpu match='minimum'><model>Nehalem</model></cpu>";
    const newer = "<cpu match='minimum'><model>Icelake-Server</model></cpu>";
    expect(await connection.compareCPU(own)).toBe('identical');
    expect(await connection.compareCPU(older)).toBe('superset');
    expect(await connection.compareHypervisorCPU(newer)).toBe('incompatible');
    await expect(connection.compareCPU(newer, { failIncompatible: true })).rejects.toMatchObject({
      code: 'CPU_INCOMPATIBLE',
    });
    expect(await connection.baselineHypervisorCPU([own])).toContain('Skylake-Client');
    expect(await connection.getCapabilities()).toContain('<model>Skylake-Client</model>');
  });

  test('sleeps, if for long enough', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    await connection.nodeSuspendForDuration('mem', 60n);
    await expect(connection.nodeSuspendForDuration('mem', 59n)).rejects.toMatchObject({ code: 'INVALID_ARG' });
    await expect(connection.nodeSuspendForDuration('disk', 60n)).rejects.toMatchObject({
      code: 'ARGUMENT_UNSUPPORTED',
    });
    expect(await connection.getCapabilities()).toContain('<suspend_mem/>');
  });

  test('offers encrypted guests', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    expect(await connection.nodeGetSEVInfo()).toMatchObject({ cbitpos: 51, reducedPhysBits: 1, maxGuests: 15 });
  });
});

describe('transactions on interfaces', () => {
  const bridge =
    "<interface type='bridge' name='br0'><bridge><interface type='ethernet' name='eth2'/></bridge></interface>";

  test('give back all that was', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    const eth1 = await connection.interfaceLookupByName('eth1');
    const before = await eth1.getXMLDesc();
    await connection.interfaceChangeBegin();
    await expect(connection.interfaceChangeBegin()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await connection.interfaceDefineXML(before.replace("mtu size='1492'", "mtu size='9000'"));
    await connection.interfaceDefineXML(bridge);
    await eth1.destroy();
    expect(await eth1.getXMLDesc({ inactive: true })).toContain('9000');
    await connection.interfaceChangeRollback();
    expect(await eth1.getXMLDesc()).toBe(before);
    expect(await eth1.isActive()).toBe(true);
    await expect(connection.interfaceLookupByName('br0')).rejects.toMatchObject({ code: 'NO_INTERFACE' });
    await expect(connection.interfaceChangeCommit()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
  });

  test('keep what was committed, also what went', async () => {
    await using host = await testHost();
    await using connection = await host.connect();
    await connection.interfaceChangeBegin();
    await connection.interfaceDefineXML(bridge);
    await (await connection.interfaceLookupByName('eth1')).undefine();
    await connection.interfaceChangeCommit();
    await expect(connection.interfaceChangeRollback()).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    expect((await connection.listAllInterfaces()).map(({ name }) => name)).toEqual(['br0']);
  });

  test("restore definitions only where libvirt's mock does", async () => {
    await using host = await testHost({ complete: false });
    await using connection = await host.connect();
    await connection.interfaceChangeBegin();
    await connection.interfaceChangeRollback();
    expect(await (await connection.interfaceLookupByName('eth1')).isActive()).toBe(false);
  });
});
