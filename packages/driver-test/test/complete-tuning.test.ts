import { parseDomainCapabilities } from '@tsvirt/conf/domain-capabilities';
import type { Connection, Domain } from '@tsvirt/core';
import type { TypedParam } from '@tsvirt/core/protocol';
import { describe, expect, test } from 'vitest';
import { testHost, type ServedHost } from '../src/testing/index.js';

const xml = `<domain type='test'><name>web</name><memory>1048576</memory><vcpu>2</vcpu><iothreads>1</iothreads>
  <os><type>hvm</type></os><devices>
  <disk type='file'><source file='/d'/><target dev='vda' bus='virtio'/></disk>
  <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk>
  <controller type='usb' index='0'/><controller type='usb' index='1'/></devices></domain>`;

interface Guest {
  readonly host: ServedHost;
  readonly connection: Connection;
  readonly web: Domain;
}

async function withGuest(run: (guest: Guest) => Promise<void>, document = xml): Promise<void> {
  await using host = await testHost({ domains: [{ xml: document }] });
  await using connection = await host.connect();
  await run({ host, connection, web: await connection.domainLookupByName('web') });
}

const record = (params: readonly TypedParam[]) =>
  Object.fromEntries(params.map(({ field, value }) => [field, value.value]));

const changes: readonly (readonly [what: string, change: (guest: Guest) => Promise<void>, told: object])[] = [
  [
    'scheduler parameters',
    ({ web }) => web.setSchedulerParameters({ cpuShares: 200n, vcpuQuota: 50_000n, emulatorPeriod: 0n }),
    { 'cputune.cpu_shares': 200n, 'cputune.vcpu_quota': 50_000n },
  ],
  [
    'a vCPU',
    async ({ connection }) => {
      const { dom } = await connection.call.domainLookupByName({ name: 'web' });
      await connection.call.domainPinVcpu({ dom, vcpu: 1, cpumap: Uint8Array.of(0b1011) });
    },
    { 'cputune.vcpupin1': '0-1,3' },
  ],
  [
    'the emulator',
    async ({ connection }) => {
      const { dom } = await connection.call.domainLookupByName({ name: 'web' });
      await connection.call.domainPinEmulator({ dom, cpumap: Uint8Array.of(0b100), flags: 3 });
    },
    { 'cputune.emulatorpin': '2' },
  ],
  [
    'an I/O thread',
    async ({ connection }) => {
      const { dom } = await connection.call.domainLookupByName({ name: 'web' });
      await connection.call.domainPinIOThread({ dom, iothreadsId: 1, cpumap: Uint8Array.of(0b11), flags: 1 });
    },
    { 'cputune.iothreadpin1': '0-1' },
  ],
  [
    "a disk's limits",
    ({ web }) => web.setBlockIoTune('vda', { totalBytesSec: 4096n, totalBytesSecMax: 8192n, groupName: 'slow' }),
    {
      'blkdeviotune.disk': 'vda',
      'blkdeviotune.total_bytes_sec': 4096n,
      'blkdeviotune.total_bytes_sec_max': 8192n,
      'blkdeviotune.group_name': 'slow',
    },
  ],
];

describe('tuning of a running guest', () => {
  test.each(changes)('of %s is told as domainTunable', async (_what, change, told) => {
    await withGuest(async guest => {
      const heard = guest.host.events.next('domainTunable', { domain: 'web' });
      await change(guest);
      expect(record((await heard).params)).toEqual(told);
    });
  });

  test('in the configuration only, or of shares of block devices, is told to nobody', () =>
    withGuest(async ({ host, web }) => {
      const first = host.events.next('domainTunable', { domain: 'web' });
      await web.setSchedulerParametersFlags({ cpuShares: 1n }, { config: true });
      await web.setBlkioParameters({ weight: 500 }, { live: true });
      await web.setSchedulerParametersFlags({ cpuShares: 2n }, { live: true });
      expect(record((await first).params)).toEqual({ 'cputune.cpu_shares': 2n });
    }));

  test('is read back, live and from the configuration', () =>
    withGuest(async ({ web }) => {
      expect(await web.getSchedulerType()).toBe('posix');
      expect(await web.getSchedulerParameters()).toMatchObject({ vcpuPeriod: 100_000n, vcpuQuota: -1n });
      await web.setSchedulerParametersFlags({ cpuShares: 200n, globalQuota: -1n }, { live: true });
      await web.setSchedulerParametersFlags({ vcpuPeriod: 5000n }, { config: true });
      expect(await web.getSchedulerParametersFlags({ live: true })).toMatchObject({
        cpuShares: 200n,
        vcpuPeriod: 100_000n,
      });
      expect(await web.getSchedulerParametersFlags({ config: true })).toMatchObject({
        cpuShares: 0n,
        vcpuPeriod: 5000n,
      });
      expect(await web.getXMLDesc()).toContain('<shares>200</shares>');
      expect(await web.getXMLDesc({ inactive: true })).toContain('<period>5000</period>');
    }));

  test('out of range or of another name is refused, and changes nothing', () =>
    withGuest(async ({ web }) => {
      const before = await web.getXMLDesc();
      const refused = { code: 'INVALID_ARG' };
      await expect(web.setSchedulerParameters({ cpuShares: 5n, vcpuPeriod: 10n })).rejects.toMatchObject(refused);
      await expect(web.setSchedulerParameters({ weight: 5 })).rejects.toMatchObject({ code: 'ARGUMENT_UNSUPPORTED' });
      await expect(web.setBlockIoTune('vdz', { totalBytesSec: 1n })).rejects.toMatchObject(refused);
      expect(await web.getXMLDesc()).toBe(before);
    }));

  test("replaces a disk's limits of the same kind", () =>
    withGuest(async ({ web }) => {
      await web.setBlockIoTune('vda', { totalBytesSec: 4096n, readIopsSec: 10n });
      await web.setBlockIoTune('vda', { readBytesSec: 1024n });
      expect(await web.getBlockIoTune('vda')).toMatchObject({
        totalBytesSec: 0n,
        readBytesSec: 1024n,
        readIopsSec: 10n,
      });
      await expect(web.setBlockIoTune('vda', { readBytesSecMax: 512n })).rejects.toMatchObject({
        code: 'CONFIG_UNSUPPORTED',
      });
    }));
});

describe('what guests may have', () => {
  test('is told for the usual machine and for one that is named', () =>
    withGuest(async ({ connection }) => {
      const usual = parseDomainCapabilities(await connection.getDomainCapabilities());
      expect(usual).toMatchObject({ virtType: 'test', arch: 'i686', machine: 'pc', maxVcpus: 32 });
      expect(usual.devices?.disk?.bus).toContain('ide');
      const named = { emulator: '/usr/bin/test-hv', arch: 'i686', machine: 'q35', virttype: 'test' };
      const other = parseDomainCapabilities(await connection.getDomainCapabilities(named));
      expect(other.devices?.disk?.bus).toContain('sata');
      expect(other.cpu?.hostModel?.model?.name).toBe('Skylake-Client');
    }));

  test.each([
    [{ arch: 'abacus' }, 'INVALID_ARG'],
    [{ arch: 's390x' }, 'CONFIG_UNSUPPORTED'],
    [{ arch: 's390x', emulator: '/usr/bin/test-hv' }, 'INVALID_ARG'],
    [{ emulator: '/usr/bin/other' }, 'INVALID_ARG'],
    [{ virttype: 'magic' }, 'INVALID_ARG'],
    [{ virttype: 'kvm' }, 'INVALID_ARG'],
    [{ machine: 'toaster' }, 'INVALID_ARG'],
  ])('is refused for %j', (question, code) =>
    withGuest(async ({ connection }) => {
      await expect(connection.getDomainCapabilities(question)).rejects.toMatchObject({ code });
    }),
  );
});

describe('controllers that are part of the board', () => {
  const names = async ({ web }: Guest) => {
    await web.attachDevice(`<disk type='file'><source file='/e'/><target dev='vdb' bus='virtio'/></disk>`);
    return [...(await web.getXMLDesc()).matchAll(/<alias name='([^']+)'/g)].map(match => match[1]);
  };

  test('have names without a number', () =>
    withGuest(async guest => {
      expect(await names(guest)).toEqual(
        expect.arrayContaining(['ide', 'usb', 'usb1', 'virtio-disk0', 'virtio-disk1']),
      );
    }));

  test('are of another kind on a q35', () =>
    withGuest(
      async guest => expect(await names(guest)).toEqual(expect.arrayContaining(['ide', 'sata0-0-2'])),
      xml.replace('<type>', "<type machine='q35'>").replace("bus='ide'", "bus='sata'"),
    ));
});
