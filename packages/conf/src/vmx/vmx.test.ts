import { describe, expect, test } from 'vitest';
import { formatDomain } from '../domain/index.js';
import { datastoreFileNames } from './file-names.js';
import { readVmx } from './read-vmx.js';
import { writeVmx } from './write-vmx.js';

const vmx = `.encoding = "UTF-8"
config.version = "8"
virtualHW.version = "10"
guestOS = "other-64"
uuid.bios = "56 4d 9b ef ac d9 b4 e0-c8 f0 ae a8 b9 10 35 15"
displayName = "a%25b|22"
annotation = "one|0Atwo |7C three"
memsize = "512"
numvcpus = "4"
cpuid.coresPerSocket = "2"
sched.cpu.affinity = "0,1,2,5"
sched.cpu.shares = "high"
scsi0.present = "true"
scsi0.virtualDev = "pvscsi"
scsi0:0.present = "true"
scsi0:0.deviceType = "scsi-hardDisk"
scsi0:0.fileName = "/vmfs/volumes/store/guest/disk.vmdk"
scsi0:0.mode = "independent-nonpersistent"
floppy0.present = "false"
floppy1.present = "false"
ethernet0.present = "true"
ethernet0.virtualDev = "vmxnet"
ethernet0.features = "15"
ethernet0.networkName = "VM Network"
ethernet0.connectionType = "bridged"
ethernet0.addressType = "vpx"
ethernet0.generatedAddress = "00:50:56:91:48:c7"
svga.vramSize = "4194304"
pciBridge0.present = "true"
pciBridge4.present = "true"
pciBridge4.virtualDev = "pcieRootPort"
pciBridge4.functions = "8"
pciBridge5.present = "true"
pciBridge5.virtualDev = "pcieRootPort"
pciBridge5.functions = "8"
pciBridge6.present = "true"
pciBridge6.virtualDev = "pcieRootPort"
pciBridge6.functions = "8"
pciBridge7.present = "true"
pciBridge7.virtualDev = "pcieRootPort"
pciBridge7.functions = "8"
vmci0.present = "true"
`;
const fileNames = datastoreFileNames('store', 'guest');

test('a file that was read is written as it was', () => {
  const domain = readVmx(vmx, { fileNames, wideScsi: true });
  expect(domain).toMatchObject({
    name: 'a%b"',
    description: 'one\ntwo | three',
    vcpu: { count: 4, cpuset: '0-2,5' },
    cpu: { topology: { sockets: 2, cores: 2 } },
    cputune: { shares: 8000n },
  });
  expect(domain.devices.disks[0]?.source).toEqual({ type: 'file', file: '[store] guest/disk.vmdk' });
  expect(domain.devices.interfaces[0]?.model).toBe('vmxnet2');
  // A line break needs no escape when it is written, but a file has one entry a line.
  expect(writeVmx({ ...domain, description: 'one' }, { hardwareVersion: 10, fileNames })).toBe(
    vmx.replace('one|0Atwo |7C three', 'one'),
  );
});

test('bytes are read in the encoding that the file names', () => {
  const text = vmx.replace('UTF-8', 'windows-1252').replace('a%25b|22', 'caf\u00e9');
  const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
  expect(readVmx(bytes).name).toBe('caf\u00e9');
  expect(() => readVmx(Uint8Array.from(text.replace('windows-1252', 'UTF-8'), c => c.charCodeAt(0)))).toThrow('UTF-8');
});

test('a file without a name makes a document without one', () => {
  const xml = formatDomain(readVmx(vmx.replace(/^displayName.*\n/m, '')), { inactive: true });
  expect(xml).not.toContain('<name');
});

/** What libvirt 9.0.0 answers to each. */
describe('what is not understood is refused', () => {
  const set = (name: string, value: string) =>
    `${vmx.replace(new RegExp(`^${name.replaceAll('.', '\\.')} .*\\n`, 'm'), '')}${name} = "${value}"\n`;

  test.each([
    [set('config.version', '7'), "Expecting VMX entry 'config.version' to be 8 but found 7"],
    [set('virtualHW.version', '3'), "Expecting VMX entry 'virtualHW.version' to be 4 or higher but found 3"],
    [set('memsize', '5'), "Expecting VMX entry 'memsize' to be an unsigned integer (multiple of 4) but found 5"],
    [set('memsize', 'x'), "Config entry 'memsize' must represent an integer value"],
    [set('numvcpus', '0'), "Expecting VMX entry 'numvcpus' to be an unsigned integer greater than 0 but found 0"],
    [set('ethernet0.present', 'foo'), "Config entry 'ethernet0.present' must represent a boolean value (true|false)"],
    [set('ethernet0.connectionType', 'custom'), "Missing essential config entry 'ethernet0.vnet'"],
    [set('displayName', 'a%z'), "VMX entry 'name' contains invalid escape sequence"],
    [set('uuid.bios', '0,1'), "Could not parse UUID from string '0,1'"],
    [
      set('sched.cpu.affinity', '0,1'),
      "Expecting VMX entry 'sched.cpu.affinity' to contain at least as many values as 'numvcpus' (4) but found only 2 value(s)",
    ],
  ])('%#', (text, detail) => {
    expect(() => readVmx(text)).toThrow(expect.objectContaining({ code: 'INTERNAL_ERROR', domain: 'NONE', detail }));
  });

  test.each([
    [`${vmx}foo\n`, 'memory conf:43: expecting an assignment'],
    [`${vmx}memsize = 5\n`, 'memory conf:43: numbers not allowed in VMX format'],
    [`${vmx}a = "x\n`, 'memory conf:43: unterminated string'],
  ])('as a file: %#', (text, detail) => {
    expect(() => readVmx(text)).toThrow(expect.objectContaining({ code: 'CONF_SYNTAX', domain: 'CONF' }));
    expect(() => readVmx(text)).toThrow(detail);
  });
});
