import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Call, StreamEnd, StreamOffer } from '@tsvirt/core/contract';
import { type Deferred, deferred } from '@tsvirt/util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, DriverUnderTest } from './driver-under-test.js';

const emulator = '/usr/bin/qemu-system-x86_64';
const isThere = await access(emulator).then(
  () => true,
  () => false,
);
const live = 1;
const config = 2;
const dom = { name: 'plug', uuid: '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e05', id: -1 };
const xml = `<domain type='qemu'><name>${dom.name}</name><uuid>${dom.uuid}</uuid>
  <memory unit='MiB'>32</memory><vcpu current='1'>2</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os><features><acpi/></features>
  <devices><emulator>${emulator}</emulator>
    <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>
    <interface type='user'><mac address='52:54:00:11:22:33'/></interface>
    <graphics type='vnc' listen='127.0.0.1' autoport='yes'/><video><model type='vga'/></video>
  </devices></domain>`;

function withStream(stream: StreamOffer): Call {
  return {
    identity: call.identity,
    readOnly: call.readOnly,
    connection: call.connection,
    signal: call.signal,
    fds: [],
    stream,
    replyFds: () => {},
    require: () => Promise.resolve(),
    allows: () => true,
  };
}

/** Takes what a handler sends down its stream. */
function picture(parts: Uint8Array[], served: Deferred<void>): StreamOffer {
  const end: StreamEnd = {
    signal: call.signal,
    async write(data) {
      parts.push(Buffer.from(data));
    },
    writeHole: () => Promise.reject(new Error('no holes')),
    end: () => Promise.resolve(),
    async *[Symbol.asyncIterator]() {},
  };
  return { sparse: false, serve: run => void run(end).then(served.resolve, served.reject) };
}

describe.skipIf(!isThere)(`devices of a guest under ${emulator}`, { timeout: 60_000 }, () => {
  let root: string;
  let driver: DriverUnderTest;
  const events: unknown[] = [];
  const shown = async (flags: number) => (await driver.handlers.domainGetXMLDesc?.({ dom, flags }, call))?.xml ?? '';
  const inactive = 2;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tsvirt-qemu-'));
    await writeFile(join(root, 'data.img'), Buffer.alloc(1024 * 1024));
    await writeFile(join(root, 'cd.iso'), Buffer.alloc(1024 * 1024));
    driver = await DriverUnderTest.start(root);
    driver.connection.events?.subscribe('domainDeviceAdded', undefined, ({ payload }) => void events.push(payload));
    await driver.handlers.domainDefineXML?.({ xml }, call);
  });
  afterAll(async () => {
    await driver.handlers.domainDestroy?.({ dom }, call);
    await driver.stop();
    await rm(root, { recursive: true, force: true });
  });

  const disk = (file: string) =>
    `<disk type='file' device='disk'><source file='${join(root, file)}'/><target dev='vda' bus='virtio'/></disk>`;

  test('come into a definition with an address, once, and leave it', async () => {
    await driver.handlers.domainAttachDeviceFlags?.({ dom, xml: disk('data.img'), flags: config }, call);
    expect(await shown(inactive)).toMatch(/<target dev='vda' bus='virtio'\/>\s*<address type='pci'/);
    await expect(
      driver.handlers.domainAttachDeviceFlags?.({ dom, xml: disk('data.img'), flags: config }, call),
    ).rejects.toMatchObject({ code: 'OPERATION_INVALID' });
    await driver.handlers.domainDetachDeviceFlags?.({ dom, xml: disk('data.img'), flags: config }, call);
    expect(await shown(inactive)).not.toContain('vda');
  });

  test('are refused live while nothing runs', async () => {
    await expect(driver.handlers.domainAttachDevice?.({ dom, xml: disk('data.img') }, call)).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
    });
  });

  test('are plugged into the running guest, which QEMU and subscribers see', async () => {
    await driver.handlers.domainCreate?.({ dom }, call);
    await driver.handlers.domainAttachDeviceFlags?.({ dom, xml: disk('data.img'), flags: live }, call);
    expect(await shown(0)).toContain(`<alias name='virtio-disk0'/>`);
    expect(await shown(inactive)).not.toContain('vda');
    expect(events).toMatchObject([{ devAlias: 'virtio-disk0' }]);
    const info = await driver.handlers.domainGetBlockInfo?.({ dom, path: 'vda', flags: 0 }, call);
    expect(info?.capacity).toBe(1024n * 1024n);
    // SeaBIOS does not answer ejection, so nothing leaves; the request itself must be taken.
    await driver.handlers.domainDetachDeviceAlias?.({ dom, alias: 'virtio-disk0', flags: live }, call);
  });

  test('a medium is put into the drive and taken out again', async () => {
    const drive = (source: string) =>
      `<disk type='file' device='cdrom'>${source}<target dev='hdc' bus='ide'/><readonly/></disk>`;
    await driver.handlers.domainUpdateDeviceFlags?.(
      { dom, xml: drive(`<source file='${join(root, 'cd.iso')}'/>`), flags: live | config },
      call,
    );
    expect(await shown(0)).toContain('cd.iso');
    expect(await shown(inactive)).toContain('cd.iso');
    await driver.handlers.domainUpdateDeviceFlags?.({ dom, xml: drive(''), flags: live }, call);
    expect(await shown(0)).not.toContain('cd.iso');
    expect(await shown(inactive)).toContain('cd.iso');
  });

  test('the cable of an interface is pulled', async () => {
    const nic = (state: string) =>
      `<interface type='user'><mac address='52:54:00:11:22:33'/><model type='rtl8139'/><link state='${state}'/></interface>`;
    await driver.handlers.domainUpdateDeviceFlags?.({ dom, xml: nic('down'), flags: live }, call);
    expect(await shown(0)).toContain(`<link state='down'/>`);
  });

  test('keys are pressed, and the screen is a picture', async () => {
    await driver.handlers.domainSendKey?.({ dom, codeset: 0, holdtime: 0, keycodes: [29, 56, 111], flags: 0 }, call);
    const parts: Uint8Array[] = [];
    const served = deferred();
    const shot = await driver.handlers.domainScreenshot?.(
      { dom, screen: 0, flags: 0 },
      withStream(picture(parts, served)),
    );
    expect(shot).toEqual({ mime: 'image/png' });
    await served.promise;
    expect(Buffer.concat(parts).subarray(1, 4).toString()).toBe('PNG');
    await expect(driver.handlers.domainScreenshot?.({ dom, screen: 1, flags: 0 }, call)).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('a processor is plugged in', async () => {
    const count = async (flags: number) => (await driver.handlers.domainGetVcpusFlags?.({ dom, flags }, call))?.num;
    expect(await count(live)).toBe(1);
    await driver.handlers.domainSetVcpusFlags?.({ dom, nvcpus: 2, flags: live }, call);
    expect([await count(live), await count(config)]).toEqual([2, 1]);
    expect((await driver.handlers.domainGetVcpus?.({ dom, maxinfo: 4, maplen: 1 }, call))?.info).toHaveLength(2);
    await driver.handlers.domainSetVcpusFlags?.({ dom, nvcpus: 2, flags: config }, call);
    expect(await count(config)).toBe(2);
    await expect(driver.handlers.domainSetVcpusFlags?.({ dom, nvcpus: 3, flags: config }, call)).rejects.toMatchObject({
      code: 'INVALID_ARG',
    });
  });

  test('processors that can be unplugged are there from the start', async () => {
    const twin = { name: 'twin', uuid: '5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e06', id: -1 };
    const states = `<vcpu current='2'>3</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no' order='1'/>
      <vcpu id='1' enabled='no' hotpluggable='yes'/><vcpu id='2' enabled='yes' hotpluggable='yes' order='2'/></vcpus>`;
    const xmlDesc = xml
      .replace(dom.name, twin.name)
      .replace(dom.uuid, twin.uuid)
      .replace(/<vcpu.*<\/vcpu>/, states);
    await driver.handlers.domainCreateXML?.({ xmlDesc, flags: 0 }, call);
    const { info } = (await driver.handlers.domainGetVcpus?.({ dom: twin, maxinfo: 8, maplen: 1 }, call)) ?? {};
    expect(info).toHaveLength(2);
    await driver.handlers.domainDestroy?.({ dom: twin }, call);
  });

  test('a running domain keeps its name; one that is off gets another, with its file', async () => {
    await expect(driver.handlers.domainRename?.({ dom, newName: 'other', flags: 0 }, call)).rejects.toMatchObject({
      code: 'OPERATION_INVALID',
    });
    await driver.handlers.domainDestroy?.({ dom }, call);
    await driver.handlers.domainRename?.({ dom, newName: 'other', flags: 0 }, call);
    expect(await shown(inactive)).toContain('<name>other</name>');
    expect((await driver.handlers.domainLookupByName?.({ name: 'other' }, call))?.dom.uuid).toBe(dom.uuid);
    await access(join(root, 'etc', 'qemu', 'other.xml'));
    await expect(access(join(root, 'etc', 'qemu', 'plug.xml'))).rejects.toMatchObject({ code: 'ENOENT' });
    await driver.handlers.domainCreate?.({ dom }, call);
  });

  test('a domain with another name has its firmware keep its variables where they are', async () => {
    const owner = { ...dom, name: 'flash', uuid: dom.uuid.replace(/^./, digit => (digit === '0' ? '1' : '0')) };
    const firmware = `<os><type arch='x86_64' machine='pc'>hvm</type>
      <loader readonly='yes' type='pflash'>/fw/code.fd</loader><nvram template='/fw/vars.fd'/></os>`;
    const flash = xml
      .replace(dom.name, owner.name)
      .replace(dom.uuid, owner.uuid)
      .replace(/<os>.*<\/os>/s, firmware);
    await driver.handlers.domainDefineXML?.({ xml: flash }, call);
    await driver.handlers.domainRename?.({ dom: owner, newName: 'renamed', flags: 0 }, call);
    const renamed = await driver.handlers.domainGetXMLDesc?.({ dom: owner, flags: inactive }, call);
    expect(renamed?.xml).toMatch(/<nvram[^>]*>[^<]*\/flash_VARS\.fd<\/nvram>/);
    await driver.handlers.domainUndefineFlags?.({ dom: owner, flags: 4 }, call);
  });

  test('kinds that stay for a guest’s life are refused', async () => {
    const sound = `<sound model='ich6'/>`;
    await expect(
      driver.handlers.domainAttachDeviceFlags?.({ dom, xml: sound, flags: live }, call),
    ).rejects.toMatchObject({ code: 'OPERATION_UNSUPPORTED' });
  });
});
