import { testHost } from '@tsvirt/driver-test/testing';
import { describe, expect, test } from 'vitest';
import { hasPython, script } from './clients/programs.js';
import { Background } from './process.js';

const guest = `<domain type='test'><name>web</name><memory>1048576</memory>
  <maxMemory slots='2'>2097152</maxMemory><cpu><numa><cell id='0' cpus='0' memory='1048576'/></numa></cpu>
  <os><type>hvm</type></os><devices>
  <disk type='file'><source file='/i/a'/><target dev='vda' bus='virtio'/></disk>
  <disk type='file' device='cdrom'><source file='/i/cd'/><target dev='hda' bus='ide'/></disk>
  <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
  <memory model='virtio-mem'><target><size unit='MiB'>128</size><node>0</node><block unit='MiB'>2</block>
    <requested unit='MiB'>64</requested></target></memory>
</devices></domain>`;

describe.skipIf(!hasPython)('events of domains, heard by python-libvirt (needs python3-libvirt)', () => {
  test('comes as it was sent', async () => {
    await using host = await testHost({ domains: [{ xml: guest }], jobs: 'instant' });
    await using connection = await host.connect();
    await using client = new Background('/usr/bin/python3', [script('events.py'), host.uri]);
    await client.saw('listening to 27');
    const web = await connection.domainLookupByName('web');

    await web.attachDevice(`<disk type='file'><source file='/i/b'/><target dev='vdb' bus='virtio'/></disk>`);
    host.behave('web', { unplug: 'refuses' });
    await expect(web.detachDeviceAlias('virtio-disk1')).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
    host.behave('web', { unplug: 'agrees' });
    await web.detachDeviceAlias('virtio-disk1');
    await web.setMetadata('title', 'Web');
    await web.setBlockThreshold('vda', 1n << 20n);
    host.happen('web', { kind: 'blockThreshold', disk: 'vda', excess: 4096n });
    host.happen('web', { kind: 'tray', disk: 'hda', tray: 'open' });
    host.happen('web', { kind: 'diskMissing', disk: 'hda' });
    host.happen('web', { kind: 'graphics', phase: 'connect', from: '::1', user: 'ann' });
    host.happen('web', { kind: 'agent', state: 'connected' });
    host.happen('web', { kind: 'balloon', memoryKiB: 524_288n });
    host.happen('web', { kind: 'rtc', offsetSeconds: -3600n });
    host.happen('web', { kind: 'memoryFailure', recipient: 'guest', action: 'inject', flags: 1 });
    host.happen('web', { kind: 'memoryDevice', alias: 'virtiomem0', sizeKiB: 65_536n });
    host.happen('web', { kind: 'controlError' });
    host.happen('web', { kind: 'ioError', disk: 'vda', action: 'report', reason: 'enospc' });
    host.happen('web', { kind: 'watchdog', action: 'none' });
    host.happen('web', { kind: 'reboot' });
    await web.pmSuspendForDuration('mem');
    await web.pmWakeup();
    await web.blockPull('vda');
    await client.saw('BLOCK_JOB_2 ');
    await web.managedSave();
    await client.saw('JOB_COMPLETED ');
    await client.saw(/LIFECYCLE web \[5, /);
    const lines = client.output.trim().split('\n');
    // What a job took is as long as it is.
    expect(lines.slice(1).map(line => line.replace(/(JOB_COMPLETED web).*/, '$1'))).toMatchSnapshot();
  });
});
