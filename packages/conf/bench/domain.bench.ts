import { readXml, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { bench, describe } from 'vitest';
import { completeDomain, type DomainPolicy, formatDomain, parseDomain, validateDomain } from '../src/index.js';

const policy: DomainPolicy = {
  defaultArch: () => 'x86_64',
  abilities: {},
  makeMac: () => '52:54:00:00:00:01',
  makeUuid: () => 'c7a5fdbd-edaf-9455-926a-d65c16db1809',
};

function disk(i: number): string {
  return `<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' io='native'/>
    <source file='/images/${i}.qcow2'/><target dev='vd${String.fromCharCode(97 + (Math.floor(i / 26) % 26), 97 + (i % 26))}' bus='virtio'/>
    <address type='pci' domain='0x0000' bus='0x0${i % 8}' slot='0x01' function='0x0'/></disk>`;
}

function nic(i: number): string {
  return `<interface type='network'><mac address='52:54:00:00:00:${(i % 256).toString(16).padStart(2, '0')}'/>
    <source network='default'/><model type='virtio'/></interface>`;
}

function guest(disks: number, nics: number): string {
  return `<domain type='kvm'><name>guest</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid><memory unit='GiB'>4</memory>
    <vcpu>4</vcpu><os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
    <features><acpi/><apic/><vmport state='off'/></features><cpu mode='host-passthrough' check='none'/>
    <clock offset='utc'><timer name='rtc' tickpolicy='catchup'/><timer name='hpet' present='no'/></clock>
    <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
    ${Array.from({ length: disks }, (_, i) => disk(i)).join('')}${Array.from({ length: nics }, (_, i) => nic(i)).join('')}
    <controller type='usb' index='0' model='qemu-xhci' ports='15'/><serial type='pty'/><input type='tablet' bus='usb'/>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel><graphics type='vnc'/>
    <memballoon model='virtio'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng></devices></domain>`;
}

/** Writes a tree as the descriptions would, with nothing to decide: what formatting costs beyond that is the kernel's. */
function write(node: XmlElement, xml: XmlWriter): void {
  xml.open(node.name);
  for (const { name, value } of node.attributes) xml.attribute(name, value);
  for (const part of node.children) {
    if (part.kind === 'element') write(part, xml);
    else if (part.kind === 'text') xml.text(part.text);
  }
  xml.close();
}

// Where the time goes: the reader's share of parsing is the first line, the writer's share of formatting the third.
// Texts are turned into bytes, as whoever sends or stores them does: before that V8 has not put them together.
describe.each([
  { size: 'a small guest', document: guest(0, 0) },
  { size: 'a typical guest', document: guest(1, 1) },
  { size: 'a guest with 200 devices', document: guest(120, 80) },
])('$size', ({ document }) => {
  const domain = parseDomain(document);
  const tree = readXml(formatDomain(domain));
  bench('read XML', () => void readXml(document));
  bench('read XML and parse', () => void parseDomain(document));
  bench('write XML, to bytes', () => {
    const xml = new XmlWriter();
    write(tree, xml);
    Buffer.from(xml.toString());
  });
  bench('format, to bytes', () => void Buffer.from(formatDomain(domain)));
  bench('define: parse, complete, validate, format', () => {
    const completed = completeDomain(parseDomain(document, { inactive: true }), policy);
    validateDomain(completed);
    formatDomain(completed, { inactive: true });
  });
});
