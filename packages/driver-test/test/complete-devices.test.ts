import { describe, expect, test } from 'vitest';
import { open } from '@tsvirt/core';
import { testHost } from '../src/testing/index.js';

const disk = (dev: string, bus = 'virtio') =>
  `<disk type='file'><source file='/guest/${dev}'/><target dev='${dev}' bus='${bus}'/></disk>`;
const nic = `<interface type='network'><mac address='52:54:00:aa:bb:cc'/><source network='default'/></interface>`;

describe('devices of a running guest', () => {
  test('come with a name, a place and an event, and leave the configuration as it is', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const added = host.events.next('domainDeviceAdded', { domain: 'web' });
    await web.attachDevice(disk('vdb'));
    expect((await added).devAlias).toBe('virtio-disk1');
    const live = await web.getXMLDesc();
    expect(live).toMatch(/<target dev='vdb' bus='virtio'\/>\s*<alias name='virtio-disk1'\/>\s*<address type='pci'/);
    expect(await web.getXMLDesc({ inactive: true })).not.toContain('vdb');
  });

  test('go by their description and by their name', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.attachDeviceFlags(nic, { live: true, config: true });
    expect(await web.getXMLDesc({ inactive: true })).toContain('52:54:00:aa:bb:cc');
    const removed = host.events.next('domainDeviceRemoved', { domain: 'web' });
    await web.detachDeviceFlags(nic, { live: true, config: true });
    expect((await removed).devAlias).toBe('net1');
    expect(await web.getXMLDesc({ inactive: true })).not.toContain('52:54:00:aa:bb:cc');
    await web.detachDeviceAlias('net0');
    expect(await web.getXMLDesc()).not.toContain('<interface');
    await expect(web.detachDeviceAlias('net0')).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('stay when the guest refuses to give them back, or does not answer', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    await web.attachDevice(disk('vdb'));
    host.behave('web', { unplug: 'refuses' });
    const failed = host.events.next('domainDeviceRemovalFailed', { domain: 'web' });
    await expect(web.detachDevice(disk('vdb'))).rejects.toMatchObject({ code: 'OPERATION_FAILED' });
    expect((await failed).devAlias).toBe('virtio-disk1');
    host.behave('web', { unplug: 'ignores' });
    await web.detachDevice(disk('vdb'));
    expect(await web.getXMLDesc()).toContain('vdb');
  });

  test('that cannot be plugged in are refused, and nothing changes anywhere', async () => {
    await using host = await testHost({ domains: [{ name: 'web' }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const before = await web.getXMLDesc({ inactive: true });
    await expect(web.attachDeviceFlags(disk('hdb', 'ide'), { live: true, config: true })).rejects.toMatchObject({
      code: 'OPERATION_UNSUPPORTED',
    });
    await expect(web.attachDevice(disk('vda'))).rejects.toMatchObject({ code: 'XML_ERROR' });
    expect(await web.getXMLDesc({ inactive: true })).toBe(before);
  });

  test('change their medium, their cable and their memory', async () => {
    const xml = `<domain type='test'><name>web</name><memory>1048576</memory><os><type>hvm</type></os><devices>
      <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk>${nic}</devices></domain>`;
    await using host = await testHost({ domains: [{ xml }] });
    await using connection = await host.connect();
    const web = await connection.domainLookupByName('web');
    const tray = host.events.next('domainTrayChange', { domain: 'web', when: ({ reason }) => reason === 1 });
    await web.updateDeviceFlags(
      `<disk type='file' device='cdrom'><source file='/iso/a'/><target dev='hdc' bus='ide'/></disk>`,
      { live: true },
    );
    expect((await tray).devAlias).toBe('ide0-1-0');
    expect(await web.getXMLDesc()).toContain('/iso/a');
    await web.updateDeviceFlags(nic.replace('</interface>', `<link state='down'/></interface>`), { live: true });
    expect(await web.getXMLDesc()).toContain("<link state='down'/>");
  });
});

test('what libvirt lacks is refused by a host that is not complete', async () => {
  await using host = await testHost({ complete: false });
  await using connection = await open(host.uri);
  const domain = await connection.domainLookupByName('test');
  await expect(domain.attachDevice(disk('vdb'))).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  await expect(domain.getJobInfo()).rejects.toMatchObject({ code: 'NO_SUPPORT' });
  expect(await domain.getXMLDesc()).not.toContain('alias');
});
