import { describe, expect, test } from 'vitest';
import {
  completeDomain,
  formatDomain,
  formatNwfilter,
  parseDomain,
  parseNwfilter,
  validateDomain,
} from '../src/index.js';
import { testPolicy } from './test-policy.js';

/**
 * Parts of a definition, and what libvirt 9.0.0's mock hypervisor makes of them: the lines that it then writes, without
 * blanks before them. No lines: the part says nothing.
 */
const top: readonly (readonly [given: string, written: string])[] = [
  ["<pm><suspend-to-mem/><suspend-to-disk enabled='no'/></pm>", "<pm><suspend-to-disk enabled='no'/></pm>"],
  [
    "<perf><event name='page_faults' enabled='no'/><event name='cmt' enabled='yes'/></perf>",
    "<perf><event name='cmt' enabled='yes'/><event name='page_faults' enabled='no'/></perf>",
  ],
  [
    "<keywrap><cipher name='dea' state='off'/><cipher name='aes' state='on'/></keywrap>",
    "<keywrap><cipher name='aes' state='on'/><cipher name='dea' state='off'/></keywrap>",
  ],
  ["<seclabel model='x'><label>/a</label></seclabel>", ''],
  ["<seclabel type='dynamic'><label>/a</label></seclabel>", "<seclabel type='dynamic' relabel='yes'/>"],
  ["<seclabel type='none' model='x'><label>/a</label></seclabel>", "<seclabel type='none' model='x'/>"],
  ['<memoryBacking><allocation/></memoryBacking>', ''],
  ["<cpu mode='maximum'><model>q</model></cpu>", "<cpu mode='maximum'/>"],
  ["<cpu mode='host-passthrough'><model vendor_id='xxxxxxxxxxxx'/></cpu>", "<cpu mode='host-passthrough'/>"],
  ['<blkiotune><device><path>/a</path><weight>0</weight></device></blkiotune>', ''],
  ['<iothreads>0</iothreads>', ''],
  [
    "<iothreadids><iothread id='3'/></iothreadids>",
    "<iothreads>1</iothreads><iothreadids><iothread id='3'/></iothreadids>",
  ],
  ['<bootloader/>', ''],
  [
    "<vcpus><vcpu id='2' enabled='yes' hotpluggable='yes' order='2'/><vcpu id='0' enabled='yes'/></vcpus>",
    "<vcpu placement='static' current='2'>4</vcpu><vcpus><vcpu id='0' enabled='yes' hotpluggable='no'/><vcpu id='1' enabled='no' hotpluggable='yes'/><vcpu id='2' enabled='yes' hotpluggable='yes' order='2'/><vcpu id='3' enabled='no' hotpluggable='yes'/></vcpus>",
  ],
  [
    "<launchSecurity type='sev'><policy>12</policy><cbitpos>0</cbitpos></launchSecurity>",
    "<launchSecurity type='sev'><cbitpos>0</cbitpos><policy>0x0012</policy></launchSecurity>",
  ],
  [
    "<features><hyperv><spinlocks state='off' retries='5000'/><stimer state='on'><direct state='off'/></stimer></hyperv></features>",
    "<features><hyperv mode='custom'><spinlocks state='off'/><stimer state='on'/></hyperv></features>",
  ],
  [
    "<features><smm state='off'><tseg unit='G'>1</tseg></smm><tcg/></features>",
    "<features><smm state='off'/></features>",
  ],
  [
    "<features><smm><tseg unit='MiB'>2048</tseg></smm></features>",
    "<features><smm state='on'><tseg unit='GiB'>2</tseg></smm></features>",
  ],
  [
    "<features><capabilities policy='allow'><setfcap state='on'/><setgid state='off'/><kill/></capabilities></features>",
    "<features><capabilities policy='allow'><kill state='on'/><setgid state='off'/><setfcap state='on'/></capabilities></features>",
  ],
  [
    "<sysinfo type='smbios'><system><entry name='serial'>1</entry><entry name='product'>p</entry><entry name='color'>red</entry></system></sysinfo>",
    "<sysinfo type='smbios'><system><entry name='product'>p</entry><entry name='serial'>1</entry></system></sysinfo>",
  ],
];

const devices: readonly (readonly [given: string, written: string])[] = [
  ['<nvram/>', '<nvram></nvram>'],
  [
    "<memballoon model='none'><stats period='0'/><acpi index='4'/><address type='pci' bus='3'/></memballoon>",
    "<memballoon model='none'/>",
  ],
  [
    "<redirfilter><usbdev class='3' vendor='0xab' product='3' version='1.10' allow='yes'/><usbdev class='-1' allow='no'/></redirfilter>",
    "<redirfilter><usbdev class='0x03' vendor='0x00AB' product='0x0003' version='1.10' allow='yes'/><usbdev allow='no'/></redirfilter>",
  ],
  [
    "<lease><key>a</key><lockspace>x</lockspace><target path='/x' offset='0'/></lease>",
    "<lease><lockspace>x</lockspace><key>a</key><target path='/x'/></lease>",
  ],
  [
    "<filesystem type='mount' fmode='644' dmode='7' multidevs='default'><source dir='/x'/><target dir='t'/><space_hard_limit unit='MiB'>3</space_hard_limit></filesystem>",
    "<filesystem type='mount' accessmode='passthrough' fmode='0644' dmode='0007'><source dir='/x'/><target dir='t'/><space_hard_limit unit='bytes'>3145728</space_hard_limit></filesystem>",
  ],
  [
    "<tpm model='tpm-crb'><backend type='emulator' persistent_state='no'/></tpm>",
    "<tpm model='tpm-crb'><backend type='emulator'/></tpm>",
  ],
  [
    "<tpm model='tpm-tis'><backend type='passthrough'/></tpm>",
    "<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
  ],
  [
    "<shmem name='s'><model type='ivshmem-doorbell'/><server/></shmem>",
    "<shmem name='s'><model type='ivshmem-doorbell'/><server/></shmem>",
  ],
  [
    "<sound model='ich6'><address type='isa' iobase='300' irq='10'/></sound>",
    "<sound model='ich6'><address type='isa' iobase='0x300' irq='0x10'/></sound>",
  ],
  [
    "<sound model='ich6'><address type='spapr-vio' reg='300'/></sound>",
    "<sound model='ich6'><address type='spapr-vio' reg='0x00000300'/></sound>",
  ],
  [
    "<sound model='ich6'><address type='pci' bus='10' slot='010'><zpci uid='5'/></address></sound>",
    "<sound model='ich6'><address type='pci' domain='0x0000' bus='0x0a' slot='0x08' function='0x0'><zpci uid='0x0005' fid='0x00000000'/></address></sound>",
  ],
  ["<sound model='ich7'><codec type='micro'/></sound>", "<sound model='ich7'/>"],
];

function definition(parts: string, inDevices: string): string {
  return `<domain type='test'><name>g</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><memory>4194304</memory>
<vcpu>4</vcpu><os><type arch='x86_64'>hvm</type></os>${parts}<devices>${inDevices}</devices></domain>`;
}

function written(xml: string): readonly string[] {
  const domain = completeDomain(parseDomain(xml, { inactive: true }), testPolicy);
  validateDomain(domain);
  const text = formatDomain(domain, { inactive: true, secure: true });
  return text.split('\n').map(line => line.trim());
}

const bare = written(definition('', ''));

/** What the part adds to the document, in one line. */
function added(xml: string): string {
  return written(xml)
    .filter(line => !bare.includes(line))
    .join('');
}

describe('a part of a definition comes out as libvirt writes it', () => {
  test.each(top)('%s', (given, expected) => expect(added(definition(given, ''))).toBe(expected));
  test.each(devices)('%s', (given, expected) => expect(added(definition('', given))).toBe(expected));

  test('an unknown capability of a container is refused', () => {
    const features = '<features><capabilities><fly/></capabilities></features>';
    expect(() => parseDomain(definition(features, ''))).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN' }),
    );
  });

  test('states of single vCPUs of a guest with billions of them are refused, not listed', () => {
    const many = definition("<vcpus><vcpu id='0' enabled='yes'/></vcpus>", '').replace('>4<', '>4294967295<');
    expect(() => written(many)).toThrow(expect.objectContaining({ code: 'CONFIG_UNSUPPORTED' }));
  });
});

test.each([
  ["<filter name='f' priority='150'/>", "<filter name='f' chain='root'>"],
  ["<filter name='f' chain='root' priority='150'/>", "<filter name='f' chain='root' priority='150'>"],
  ["<filter name='f' chain='ipv4'/>", "<filter name='f' chain='ipv4' priority='-700'>"],
])('the place of a filter: %s', (given, expected) => {
  expect(formatNwfilter(parseNwfilter(given)).split('\n', 1)[0]).toBe(expected);
});
