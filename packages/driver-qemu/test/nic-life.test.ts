import { execFileSync, spawnSync } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasNative } from '@tsvirt/util/host';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, DriverUnderTest } from './driver-under-test.js';

const emulator = '/usr/bin/qemu-system-x86_64';
const mark = 'TSVIRT_TEST_IN_NETWORK_NAMESPACE';
const inside = process.env[mark] === '1';
const lacking = !hasNative()
  ? 'native calls need the optional package koffi'
  : process.getuid?.() !== 0
    ? 'network namespaces need root'
    : await access(emulator).then(
        () => undefined,
        () => `there is no ${emulator}`,
      );

test.skipIf(inside || lacking !== undefined)(
  `guests are connected in a network namespace of their own (${lacking ?? 'all there'})`,
  { timeout: 120_000 },
  () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const { status, stdout, stderr } = spawnSync(
      'unshare',
      ['-n', process.execPath, vitest, 'run', fileURLToPath(import.meta.url)],
      { cwd: root, env: { ...process.env, [mark]: '1' }, encoding: 'utf8' },
    );
    expect(status, `${stdout}${stderr}`).toBe(0);
  },
);

function links(): readonly Record<string, unknown>[] {
  const list: readonly Record<string, unknown>[] = JSON.parse(execFileSync('ip', ['-j', 'link'], { encoding: 'utf8' }));
  return list;
}

function document(interfaces: string): string {
  return `<domain type='qemu'><name>wired</name><uuid>5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04</uuid>
    <memory unit='MiB'>32</memory><os><type arch='x86_64' machine='pc'>hvm</type></os>
    <devices><emulator>${emulator}</emulator>${interfaces}</devices></domain>`;
}

const dom = { name: 'wired', uuid: '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e04', id: -1 };

describe.runIf(inside)('in a network namespace of its own', { timeout: 60_000 }, () => {
  let root: string;
  let driver: DriverUnderTest;

  beforeAll(async () => {
    execFileSync('ip', ['link', 'add', 'br9', 'type', 'bridge']);
    root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
    driver = await DriverUnderTest.start(root);
  });
  afterAll(async () => {
    await driver.stop();
    await rm(root, { recursive: true, force: true });
  });

  test('a guest on a bridge has taps with addresses of their own, which go when it ends', async () => {
    await driver.handlers.domainCreateXML?.(
      {
        xmlDesc: document(`
          <interface type='bridge'><mac address='52:54:00:11:22:33'/><source bridge='br9'/><model type='virtio'/><mtu size='1400'/></interface>
          <interface type='ethernet'><mac address='fe:54:00:11:22:34'/></interface>
          <interface type='bridge'><mac address='52:54:00:11:22:35'/><source bridge='br9'/><target dev='mine'/>
            <model type='virtio'/><driver queues='2'/></interface>`),
        flags: 0,
      },
      call,
    );
    const found = links();
    expect(found.find(({ ifname }) => ifname === 'vnet0')).toMatchObject({
      address: 'fe:54:00:11:22:33',
      mtu: 1400,
      master: 'br9',
    });
    const alone = found.find(({ ifname }) => ifname === 'vnet1');
    expect(alone).toMatchObject({ address: 'fa:54:00:11:22:34' });
    expect(alone).not.toHaveProperty('master');
    expect(found.find(({ ifname }) => ifname === 'mine')).toMatchObject({ master: 'br9' });
    const shown = await driver.handlers.domainGetXMLDesc?.({ dom, flags: 0 }, call);
    expect(shown?.xml).toContain(`<target dev='vnet0'/>`);
    expect(await driver.handlers.domainInterfaceStats?.({ dom, device: 'vnet0' }, call)).toMatchObject({ rxErrs: 0n });
    await expect(driver.handlers.domainInterfaceStats?.({ dom, device: 'vnet9' }, call)).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
    const measured = await driver.handlers.connectGetAllDomainStats?.({ doms: [dom], stats: 0, flags: 0 }, call);
    const fields = measured?.retStats[0]?.params.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(['net.count', 'net.0.name', 'net.2.tx.drop']));
    await driver.handlers.domainDestroy?.({ dom }, call);
    expect(links().map(({ ifname }) => ifname)).toEqual(['lo', 'br9']);
  });

  test('a bridge that is not there is named, and nothing is left behind', async () => {
    const xmlDesc = document(
      `<interface type='bridge'><source bridge='br9'/></interface><interface type='bridge'><source bridge='nowhere'/></interface>`,
    );
    await expect(driver.handlers.domainCreateXML?.({ xmlDesc, flags: 0 }, call)).rejects.toMatchObject({
      code: 'SYSTEM_ERROR',
      detail: expect.stringContaining('nowhere'),
    });
    expect(links().map(({ ifname }) => ifname)).toEqual(['lo', 'br9']);
  });

  test('an interface on a virtual network says that no driver of networks is there', async () => {
    const xmlDesc = document(`<interface type='network'><source network='default'/></interface>`);
    await expect(driver.handlers.domainCreateXML?.({ xmlDesc, flags: 0 }, call)).rejects.toMatchObject({
      code: 'CONFIG_UNSUPPORTED',
      detail: expect.stringContaining('none is installed'),
    });
  });
});
