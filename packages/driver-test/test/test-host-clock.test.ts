import { describe, expect, test } from 'vitest';
import { testHost } from '../src/testing/index.js';

describe('the clock', () => {
  test('stands still until it is turned, and every figure with it', async () => {
    await using host = await testHost({ domains: [{ name: 'web', vcpus: 2 }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const figures = async () => ({
      info: await web.getInfo(),
      time: await web.getTime(),
      disk: await web.blockStats('vda'),
      nic: await web.interfaceStats('testnet0'),
      bulk: await connection.getAllDomainStats(),
    });
    const before = await figures();
    expect(before.info.cpuTimeNs).toBe(0n);
    expect(await figures()).toEqual(before);
    host.clock.advance('1h');
    const after = await figures();
    expect(after.info.cpuTimeNs).toBe(3_600_000_000_000n);
    expect(after.time.seconds - before.time.seconds).toBe(3600n);
    expect(after.disk.readBytes).toBe(180_000_000n);
    expect(after.nic.rxBytes).toBe(360_000_000n);
    expect(before.bulk[0]?.stats).toMatchObject({ 'cpu.time': 0n, 'vcpu.current': 2, 'balloon.current': 1_048_576n });
    expect(after.bulk[0]?.stats).toMatchObject({
      'cpu.time': 3_600_000_000_000n,
      'vcpu.1.time': 1_800_000_000_000n,
      'net.0.rx.bytes': 360_000_000n,
      'block.0.rd.bytes': 180_000_000n,
    });
  });

  test('does not move guests that are paused, and begins anew with each start', async () => {
    await using host = await testHost({ domains: [{ name: 'web', vcpus: 2 }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const seconds = async () => (await web.getInfo()).cpuTimeNs / 1_000_000_000n;
    host.clock.advance('10s');
    await web.suspend();
    host.clock.advance('1h');
    expect(await seconds()).toBe(10n);
    await web.resume();
    host.clock.advance('5s');
    expect(await seconds()).toBe(15n);
    await web.destroy();
    await web.create();
    expect(await seconds()).toBe(0n);
  });

  test('dates what is made', async () => {
    await using host = await testHost({ clock: new Date('2030-05-05T00:00:00Z') });
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    host.clock.advance('1d');
    const snapshot = await domain.snapshotCreateXML('<domainsnapshot/>');
    expect(snapshot.name).toBe(String(Date.UTC(2030, 4, 6) / 1000));
  });

  test("measures as libvirt's mock where that is wanted", async () => {
    await using host = await testHost({ measures: 'mock' });
    await using connection = await host.connect();
    const domain = await connection.domainLookupByName('test');
    expect((await domain.getInfo()).cpuTimeNs).toBe(BigInt(Date.UTC(2024, 0, 1)) * 1_000_000n);
  });
});
