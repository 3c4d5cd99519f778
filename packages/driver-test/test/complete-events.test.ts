import type { EventName } from '@tsvirt/core/protocol';
import { describe, expect, test } from 'vitest';
import { type Happening, testHost } from '../src/testing/index.js';

const xml = `<domain type='test'><name>web</name><maxMemory slots='4' unit='KiB'>8388608</maxMemory><memory>1048576</memory><vcpu>2</vcpu>
  <cpu><numa><cell id='0' cpus='0-1' memory='1048576' unit='KiB'/></numa></cpu>
  <os><type>hvm</type></os><devices>
  <disk type='file'><source file='/d'/><target dev='vda' bus='virtio'/></disk>
  <disk type='file' device='cdrom'><source file='/iso'/><target dev='hdc' bus='ide'/></disk>
  <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
  <memory model='dimm'><target><size unit='KiB'>524288</size><node>0</node></target></memory>
  </devices></domain>`;

const happenings: readonly (readonly [EventName, Happening, object])[] = [
  ['domainReboot', { kind: 'reboot' }, {}],
  ['domainIOError', { kind: 'ioError', disk: 'vda' }, { srcPath: '/d', devAlias: 'virtio-disk0', action: 1 }],
  ['domainIOErrorReason', { kind: 'ioError', disk: 'vda', reason: 'enospc' }, { reason: 'enospc' }],
  ['domainWatchdog', { kind: 'watchdog', action: 'pause' }, { action: 1 }],
  ['domainBalloonChange', { kind: 'balloon', memoryKiB: 65_536n }, { actual: 65_536n }],
  ['domainRTCChange', { kind: 'rtc', offsetSeconds: -5n }, { offset: -5n }],
  ['domainTrayChange', { kind: 'tray', disk: 'hdc', tray: 'open' }, { devAlias: 'ide0-1-0', reason: 0 }],
  ['domainDiskChange', { kind: 'diskMissing', disk: 'hdc' }, { oldSrcPath: '/iso', newSrcPath: null }],
  [
    'domainGraphics',
    { kind: 'graphics', phase: 'connect', from: '::1', user: 'ann' },
    { phase: 0, authScheme: 'sasl' },
  ],
  ['domainAgentLifecycle', { kind: 'agent', state: 'disconnected' }, { state: 2, reason: 2 }],
  ['domainMemoryFailure', { kind: 'memoryFailure', recipient: 'guest', action: 'inject' }, { recipient: 1, action: 1 }],
  ['domainMemoryDeviceSizeChange', { kind: 'memoryDevice', alias: 'dimm0', sizeKiB: 1024n }, { size: 1024n }],
  [
    'domainNICMACChange',
    { kind: 'macAddress', alias: 'net0', address: '52:54:00:00:00:99' },
    { oldMAC: '52:54:00:00:00:01' },
  ],
  ['domainControlError', { kind: 'controlError' }, {}],
  ['domainLifecycle', { kind: 'panic' }, { event: 8, detail: 0 }],
];

describe('what happens to a guest', () => {
  test.each(happenings)('is told as %s', async (name, happening, payload) => {
    await using host = await testHost({ domains: [{ xml }] });
    const told = host.events.next(name, { domain: 'web' });
    host.happen('web', happening);
    expect(await told).toMatchObject(payload);
  });

  test('shows in its state and its definition', async () => {
    await using host = await testHost({ domains: [{ xml }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    host.happen('web', { kind: 'balloon', memoryKiB: 65_536n });
    expect((await web.getInfo()).memoryKiB).toBe(65_536n);
    host.happen('web', { kind: 'tray', disk: 'hdc', tray: 'open' });
    expect(await web.getXMLDesc()).toContain("tray='open'");
    host.happen('web', { kind: 'ioError', disk: 'vda' });
    expect(await web.getState()).toMatchObject({ state: 'paused', reason: 'ioerror' });
    host.happen('web', { kind: 'panic' });
    expect((await web.getState()).state).toBe('shutoff');
    expect(() => host.happen('web', { kind: 'reboot' })).toThrow(
      expect.objectContaining({ code: 'OPERATION_INVALID' }),
    );
  });

  test('tells of a threshold once', async () => {
    await using host = await testHost({ domains: [{ xml }] });
    await using connection = await host.connect();
    await (await connection.domainLookupByName('web')).setBlockThreshold('vda', 4096n);
    const told = host.events.next('domainBlockThreshold');
    host.happen('web', { kind: 'blockThreshold', disk: 'vda', excess: 10n });
    expect(await told).toMatchObject({ dev: 'vda', path: '/d', threshold: 4096n, excess: 10n });
    expect(() => host.happen('web', { kind: 'blockThreshold', disk: 'vda', excess: 10n })).toThrow('threshold');
  });
});
