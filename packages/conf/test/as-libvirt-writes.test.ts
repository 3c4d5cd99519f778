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
  ["<clock offset='variable' adjustment='x'/>", "<clock offset='variable' adjustment='0' basis='utc'/>"],
  ["<clock offset='' adjustment=' 5'/>", "<clock offset='variable' adjustment='5' basis='utc'/>"],
  ["<clock><timer name='tsc' frequency='0'/></clock>", "<clock offset='utc'><timer name='tsc'/></clock>"],
  [
    '<cputune><shares>0</shares><period>0</period><quota>-5</quota></cputune>',
    '<cputune><shares>0</shares><quota>-5</quota></cputune>',
  ],
  [
    "<cputune><vcpupin vcpu='9' cpuset='0'/><vcpusched vcpus='0-1' scheduler='idle' priority='3'/></cputune>",
    "<cputune><vcpusched vcpus='0' scheduler='idle'/><vcpusched vcpus='1' scheduler='idle'/></cputune>",
  ],
  [
    "<cputune><cachetune vcpus='0-1' id='a'><cache id='1' level='3' type='data' size='2048'/><cache id='0' level='3' type='data' size='0'/></cachetune><cachetune vcpus='2'/><cachetune vcpus='7'><cache id='1' level='3' type='both' size='1'/></cachetune></cputune>",
    "<cputune><cachetune vcpus='0-1'><cache id='0' level='3' type='data' size='0' unit='B'/><cache id='1' level='3' type='data' size='2' unit='MiB'/></cachetune></cputune>",
  ],
  [
    "<cputune><memorytune vcpus='0'><node id='2' bandwidth='20'/><node id='0' bandwidth='30'/></memorytune></cputune>",
    "<cputune><memorytune vcpus='0'><node id='0' bandwidth='30'/><node id='2' bandwidth='20'/></memorytune></cputune>",
  ],
  ['<iothreads>2</iothreads><iothreadids/>', '<iothreads>2</iothreads>'],
  ['<numatune><memory/></numatune>', ''],
  [
    "<memoryBacking><source type=''/><allocation mode='immediate' threads='0'/></memoryBacking>",
    "<memoryBacking><allocation mode='immediate'/></memoryBacking>",
  ],
  [
    "<memoryBacking><hugepages/><hugepages><page size='2' unit='M'/></hugepages></memoryBacking>",
    "<memoryBacking><hugepages><page size='2048' unit='KiB'/></hugepages></memoryBacking>",
  ],
  ["<cpu mode='custom'/>", ''],
  [
    "<cpu><numa><cell cpus='0-1' memory='5'><distances><sibling id='1' value='20'/><sibling id='1' value='30'/></distances></cell><cell cpus='2' memory='5'/><cell cpus='3' memory='5'/></numa></cpu>",
    "<cpu><numa><cell id='0' cpus='0-1' memory='5' unit='KiB'><distances><sibling id='0' value='10'/><sibling id='1' value='30'/></distances></cell><cell id='1' cpus='2' memory='5' unit='KiB'><distances><sibling id='0' value='20'/><sibling id='1' value='10'/></distances></cell><cell id='2' cpus='3' memory='5' unit='KiB'/></numa></cpu>",
  ],
  [
    "<features><apic eoi='on'/><hap state='off'/><apic/></features><features><hap/><hpt/></features>",
    "<features><apic/><hap state='on'/></features>",
  ],
  ["<features><capabilities policy='allow'/></features>", "<features><capabilities policy='allow'/></features>"],
  [
    "<pm><suspend-to-disk enabled='yes'/></pm><pm><suspend-to-mem enabled='no'/></pm>",
    "<pm><suspend-to-mem enabled='no'/><suspend-to-disk enabled='yes'/></pm>",
  ],
  [
    "<idmap><uid start='5' target='5' count='5'/><uid start='0' target='9' count='5'/><gid start='0' target='5' count='5'/></idmap>",
    "<idmap><uid start='0' target='9' count='5'/><uid start='5' target='5' count='5'/><gid start='0' target='5' count='5'/></idmap>",
  ],
  ["<metadata>text<a xmlns='u'/></metadata>", '<metadata><a xmlns="u"/></metadata>'],
  ["<seclabel type='static' model='none'/>", "<seclabel type='none' model='none'/>"],
  [
    "<seclabel type='static' model='dac'><label>a</label><baselabel>b</baselabel></seclabel>",
    "<seclabel type='static' model='dac' relabel='no'><label>a</label></seclabel>",
  ],
  [
    "<sysinfo type='smbios'><oemStrings><entry/></oemStrings></sysinfo>",
    "<sysinfo type='smbios'><oemStrings><entry></entry></oemStrings></sysinfo>",
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
  [
    "<graphics type='vnc' autoport='no'/>",
    "<graphics type='vnc' autoport='no'><listen type='address'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='vnc' port='5900' autoport='x' websocket='0'/>",
    "<graphics type='vnc' port='5900' autoport='no'><listen type='address'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='vnc' socket='/s'><listen type='network'/><listen type='address' address=''/></graphics>",
    "<graphics type='vnc' socket='/s'><listen type='socket' socket='/s'/><listen type='address'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='vnc' listen='1.2.3.4'><listen type='address'/></graphics>",
    "<graphics type='vnc' port='-1' autoport='yes' listen='1.2.3.4'><listen type='address' address='1.2.3.4'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='spice' listen='1.2.3.4' port='0'/>",
    "<graphics type='spice'><listen type='none'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='spice' autoport='yes' passwd='p' connected='fail'><channel name='inputs' mode='secure'/><channel name='main' mode='secure'/><channel name='main' mode='any'/></graphics>",
    "<graphics type='spice' autoport='yes' passwd='p' connected='fail'><listen type='address'/><channel name='inputs' mode='secure'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='rdp' port='5900' autoport='no' multiUser='no' replaceUser='yes'/>",
    "<graphics type='rdp' port='5900' replaceUser='yes'><listen type='address'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<graphics type='egl-headless'><gl enable='x' rendernode='/r'/><audio id='0'/></graphics>",
    "<graphics type='egl-headless'><gl rendernode='/r'/></graphics><video><model type='cirrus' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<audio id='1' type='oss'><input dev='/d' name='x' latency='x'/><output mixingEngine='yes' fixedSettings='yes'/></audio>",
    "<audio id='1' type='oss'><input dev='/d'/><output mixingEngine='yes' fixedSettings='yes'><settings/></output></audio>",
  ],
  ["<video><driver name='qemu'/><model type='none' primary='yes'/></video>", "<video><model type='none'/></video>"],
  [
    "<video><model type='vbox' vram='' heads='0' vgamem='0'/></video>",
    "<video><model type='vbox' primary='yes'/></video>",
  ],
  [
    "<video><model type='bochs' vram='4294967295'/></video>",
    "<video><model type='bochs' vram='16384' heads='1' primary='yes'/></video>",
  ],
  [
    "<serial type='pty'><target port='1'/></serial><serial type='pty'><target type='isa-serial'/></serial><serial type='pty'><target type='none'/></serial>",
    "<serial type='pty'><target port='1'/></serial><serial type='pty'><target type='isa-serial' port='0'/></serial><serial type='pty'><target port='2'/></serial><console type='pty'><target type='serial' port='1'/></console>",
  ],
  [
    "<serial type='pty'><target type='isa-debug'/></serial>",
    "<serial type='pty'><target type='isa-debug' port='0'/></serial>",
  ],
  ["<input type='mouse' bus='ps2'><source evdev='/e' grab='x'/></input>", "<input type='mouse' bus='ps2'/>"],
  [
    "<rng model='virtio'><rate bytes='0'/><backend model='random'/></rng>",
    "<rng model='virtio'><backend model='random'>/dev/random</backend></rng>",
  ],
  [
    "<tpm><backend type='passthrough'><device path=''/></backend></tpm>",
    "<tpm><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
  ],
  [
    "<shmem name='s' role='master'><model/><server/><msi/></shmem>",
    "<shmem name='s'><model type='ivshmem'/><server/><msi/></shmem>",
  ],
  ["<vsock model='default'/>", "<vsock><cid auto='yes'/></vsock>"],
  ["<sound model='ac97'><codec/></sound>", "<sound model='ac97'/>"],
  [
    "<controller type='usb' index='0' model='ich9-ehci1'/><redirdev bus='usb' type='spicevmc'/><redirfilter><usbdev class='8' version='01.1' allow='no'/></redirfilter>",
    "<controller type='usb' index='0' model='ich9-ehci1'/><redirdev bus='usb' type='spicevmc'></redirdev><redirfilter><usbdev class='0x08' version='1.10' allow='no'/></redirfilter>",
  ],
  [
    "<memballoon model='none'/></devices><devices><rng model='virtio'><backend model='builtin'/></rng>",
    "<memballoon model='none'/><rng model='virtio'><backend model='builtin'/></rng>",
  ],
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
