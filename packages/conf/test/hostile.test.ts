import { VirtError } from '@tsvirt/util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeDomain, formatDomain, parseDomain, validateDomain } from '../src/index.js';
import { testPolicy } from './test-policy.js';

const document = `<domain type='kvm' id='3'><name>guest</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
<memory unit='GiB'>4</memory><vcpu current='2' cpuset='0-3'>4</vcpu><iothreads>2</iothreads>
<cputune><vcpupin vcpu='0' cpuset='1'/><iothreadsched iothreads='1' scheduler='fifo' priority='1'/></cputune>
<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os><features><acpi/><hyperv><vapic state='on'/></hyperv></features>
<cpu mode='custom'><model>qemu64</model><numa><cell id='0' cpus='0-3' memory='1' unit='GiB'/></numa></cpu>
<clock offset='utc'><timer name='rtc' tickpolicy='catchup'/></clock><devices>
<disk type='network' device='disk'><source protocol='rbd' name='a/b'><host name='h' port='1'/></source><target dev='vda' bus='virtio'/></disk>
<disk type='file' device='cdrom'><target dev='sda'/><address type='drive' controller='1' unit='2'/></disk>
<controller type='usb' index='0' model='qemu-xhci'/><controller type='pci' model='pcie-root'/>
<interface type='bridge'><source bridge='br0'/><mac address='52:54:00:00:00:01'/><vlan><tag id='1'/></vlan></interface>
<serial type='tcp'><source mode='bind' host='h' service='1'/><protocol type='telnet'/></serial><console type='pty'/>
<channel type='unix'><target type='virtio' name='agent'/></channel><graphics type='vnc' port='5900' passwd='p'/>
<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>
<rng model='virtio'><backend model='egd' type='udp'><source mode='connect' service='1'/></backend></rng>
<shmem name='s'><size unit='M'>4</size></shmem><tpm><backend type='emulator'/></tpm></devices>
<seclabel type='dynamic'/></domain>`;

/** Values, names and whole elements that documents have, to be put where others belong. */
const values = [...document.matchAll(/='([^']*)'/g)].map(match => match[1] ?? '');
const elements = [...document.matchAll(/<[a-z]+[^>]*\/>/g)].map(match => match[0]);
const odd = [
  '',
  '-1',
  '0x',
  '4294967295',
  '18446744073709551616',
  '99999999999999999999999',
  'constructor',
  '0-16383',
  '%',
  '1.5',
];

const mutation = fc.record({
  kind: fc.constantFrom('value', 'drop', 'insert', 'text'),
  at: fc.nat(),
  value: fc.constantFrom(...values, ...odd),
  element: fc.constantFrom(...elements),
});

function mutate(
  xml: string,
  { kind, at, value, element }: { kind: string; at: number; value: string; element: string },
): string {
  const pattern = { value: /'[^']*'/g, drop: / [a-z]+='[^']*'/g, insert: /(?<=>)(?=<)/g, text: /(?<=>)[^<>\s]+(?=<)/g }[
    kind
  ];
  const places = pattern === undefined ? [] : [...xml.matchAll(pattern)];
  const place = places[at % places.length];
  if (place === undefined) return xml;
  const put = kind === 'value' ? `'${value}'` : kind === 'insert' ? element : kind === 'text' ? value : '';
  return xml.slice(0, place.index) + put + xml.slice(place.index + place[0].length);
}

describe('a document that is wrong anywhere', () => {
  test('is refused with a VirtError, or is sound again when it is written', () => {
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), mutations => {
        const xml = mutations.reduce(mutate, document);
        let written: string;
        try {
          const domain = completeDomain(parseDomain(xml, { inactive: true }), testPolicy);
          validateDomain(domain);
          written = formatDomain(domain, { inactive: true });
        } catch (reason) {
          expect(VirtError.is(reason), String(reason)).toBe(true);
          return;
        }
        const again = completeDomain(parseDomain(written, { inactive: true }), testPolicy);
        parseDomain(formatDomain(again, { inactive: true }), { inactive: true });
      }),
      { numRuns: Number(process.env.TSVIRT_FUZZ_RUNS ?? 1500), seed: 1 },
    );
  });
});
