import { describe, expect, test } from 'vitest';
import { parseDomain } from '../parse-domain.js';
import { abiDifference, checkAbiStability } from './check-abi.js';

const xml = `<domain type='qemu'>
  <name>web</name>
  <uuid>42bafb11-773d-4b82-ace7-10a4c9e17eaf</uuid>
  <memory unit='KiB'>1048576</memory>
  <currentMemory unit='KiB'>524288</currentMemory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <cpu mode='custom'><model>qemu64</model><feature policy='require' name='aes'/><feature policy='disable' name='svm'/></cpu>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='/images/a.qcow2'/>
      <target dev='vda' bus='virtio'/>
      <serial>abc</serial>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
    <interface type='user'><mac address='52:54:00:11:22:33'/><model type='virtio'/><driver packed='on'/></interface>
    <graphics type='vnc'/>
  </devices>
</domain>`;
const source = parseDomain(xml);

describe('what a guest sees may not change', () => {
  test.each([
    ['the machine', 'pc-q35-7.2', 'pc-q35-7.1', 'machine type pc-q35-7.1 does not match source pc-q35-7.2'],
    ['memory', '1048576', '2097152', 'max memory 2097152 does not match source 1048576'],
    ['the number of CPUs', '<vcpu>2', '<vcpu>4', 'vCPU max 4 does not match source 2'],
    ['a serial number', '>abc<', '>abd<', 'disk serial abd does not match source abc'],
    ['a MAC address', '11:22:33', '11:22:34', 'network card mac 52:54:00:11:22:34'],
    ['a place', "bus='0x04'", "bus='0x05'", 'disk PCI address 0000:05:00.0 does not match source 0000:04:00.0'],
    ['a CPU feature', "policy='disable'", "policy='require'", 'CPU features'],
    ['an option of virtio', "packed='on'", "packed='off'", 'network card packed option off does not match source on'],
    ['the balloon', '524288', '262144', 'current memory 262144 does not match source 524288'],
  ])('%s', (_what, before, after, message) => {
    const fault = abiDifference(source, parseDomain(xml.replace(before, after)));
    expect(fault).toMatchObject({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' });
    expect(fault?.message).toContain(message);
  });

  test('the number of devices of a kind', () => {
    const fewer = { ...source, devices: { ...source.devices, interfaces: [] } };
    expect(abiDifference(source, fewer)?.message).toContain('network card count 0 does not match source 1');
  });
});

describe('what only the host sees may change', () => {
  test.each([
    ['the path of an image', '/images/a.qcow2', '/other/a.qcow2'],
    ['the cache', "cache='none'", "cache='writeback'"],
    ['a console', "<graphics type='vnc'/>", ''],
  ])('%s', (_what, before, after) => {
    expect(abiDifference(source, parseDomain(xml.replace(before, after)))).toBeUndefined();
  });

  test('the order of CPU features', () => {
    const { cpu } = source;
    const turned = { ...source, cpu: { ...cpu, features: cpu?.features?.toReversed() } };
    expect(abiDifference(source, turned)).toBeUndefined();
  });

  test('the balloon of a guest that runs', () => {
    const target = parseDomain(xml.replace('524288', '262144'));
    expect(() => checkAbiStability(source, target, { skipVolatile: true })).not.toThrow();
  });
});
