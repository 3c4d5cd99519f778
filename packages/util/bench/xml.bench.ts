import { bench, describe } from 'vitest';
import { readForeignXml } from '@tsvirt/util/foreign-xml';
import { readXml, type XmlElement, XmlWriter } from '@tsvirt/util/xml';
import { readGated } from '../test/xml/fast-xml-gate.js';

/** A domain document: 1.4 KB, and 330 bytes more for each disk. */
function domainDocument(disks: number): string {
  const disk = (i: number): string => `    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
      <source file='/var/lib/libvirt/images/guest-${i}.qcow2'/>
      <target dev='vd${i}' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x0${i % 9}' slot='0x00' function='0x0'/>
    </disk>
`;
  return `<domain type='kvm'>
  <name>guest</name>
  <uuid>8c1a7c16-bf3b-4a43-a1f1-7e5b6d2c9d10</uuid>
  <metadata>
    <app:info xmlns:app='http://example.org/app/1.0'><app:owner>someone &amp; co</app:owner></app:info>
  </metadata>
  <memory unit='KiB'>4194304</memory>
  <currentMemory unit='KiB'>4194304</currentMemory>
  <vcpu placement='static'>4</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features><acpi/><apic/></features>
  <clock offset='utc'>
    <timer name='rtc' tickpolicy='catchup'/>
    <timer name='hpet' present='no'/>
  </clock>
  <on_poweroff>destroy</on_poweroff>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
${Array.from({ length: disks }, (_, i) => disk(i)).join('')}    <interface type='network'>
      <mac address='52:54:00:00:00:01'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <console type='pty'/>
  </devices>
</domain>
`;
}

function write(element: XmlElement, writer: XmlWriter): void {
  writer.open(element.name);
  for (const { name, value } of element.attributes) writer.attribute(name, value);
  for (const node of element.children) {
    if (node.kind === 'element') write(node, writer);
    else if (node.kind === 'text') writer.text(node.text);
  }
  writer.close();
}

for (const disks of [3, 180]) {
  const document = domainDocument(disks);
  const bytes = new TextEncoder().encode(document);
  const tree = readXml(document);
  describe(`domain of ${bytes.length} bytes`, () => {
    bench('readXml, string', () => void readXml(document));
    bench('readXml, bytes', () => void readXml(bytes));
    bench('readForeignXml (fast-xml-parser with its validator)', () => void readForeignXml(document));
    bench('fast-xml-parser in a strict gate', () => void readGated(document));
    bench('XmlWriter', () => {
      const writer = new XmlWriter();
      write(tree, writer);
      writer.toString();
    });
    bench('XmlWriter.element', () => void new XmlWriter().element(tree).toString());
  });
}
