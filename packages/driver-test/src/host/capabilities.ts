import { XmlWriter } from '@tsvirt/util/xml';
import type { HostCell, HostTopology } from './topology.js';

/** The security driver that the mock claims, and the label of every running guest. */
export const securityModel = { model: 'testSecurity', doi: '', label: 'libvirt-test', enforcing: true } as const;

/** Page sizes that the host claims to know. */
const pageSizesKiB = [4, 8, 2048, 1_048_576] as const;
/** How many pages of a cell's smallest size there are, whatever memory it claims. */
const pagesInCell = 524_288;
/** Of every mock host and its guests, whatever model nodeGetInfo names. */
const architecture = 'i686';
const features = ['pae', 'nonpae'] as const;

/** The capabilities document of a mock host. */
export function capabilities(topology: HostTopology): string {
  const parts = [hostPart(topology), guestPart('hvm'), guestPart('xen')];
  // The only document of the API with blank lines between its parts.
  return `<capabilities>\n\n${parts.join('\n')}\n</capabilities>\n`;
}

function hostPart(topology: HostTopology): string {
  const xml = new XmlWriter({ depth: 1 }).open('host');
  xml.open('cpu').leaf('arch', architecture);
  writeFeatures(xml);
  for (const size of pageSizesKiB) xml.open('pages').attribute('unit', 'KiB').attribute('size', size).close();
  xml.close();
  xml.open('power_management').close();
  xml.open('iommu').attribute('support', 'no').close();
  xml.open('topology').open('cells').attribute('num', topology.cells.length).body();
  let firstCpu = 0;
  topology.cells.forEach((cell, id) => {
    writeCell(xml, cell, id, firstCpu);
    firstCpu += cell.cpus;
  });
  xml.close().close();
  xml.open('secmodel').leaf('model', securityModel.model).leaf('doi', securityModel.doi).close();
  return xml.close().toString();
}

function writeCell(xml: XmlWriter, cell: HostCell, id: number, firstCpu: number): void {
  xml.open('cell').attribute('id', id);
  xml.open('memory').attribute('unit', 'KiB').text(cell.freeMemoryKiB).close();
  // Cells take turns with their smallest page, so that clients meet hosts whose cells differ.
  const smallest = id % 2 === 0 ? pageSizesKiB[0] : pageSizesKiB[1];
  for (const size of [smallest, pageSizesKiB[2], pageSizesKiB[3]]) {
    xml.open('pages').attribute('unit', 'KiB').attribute('size', size);
    xml.text(size === smallest ? pagesInCell : 0).close();
  }
  xml.open('cpus').attribute('num', cell.cpus);
  for (let core = 0; core < cell.cpus; core++) {
    const cpu = firstCpu + core;
    xml.open('cpu').attribute('id', cpu).attribute('socket_id', id).attribute('die_id', 0);
    xml.attribute('core_id', core).attribute('siblings', cpu).close();
  }
  xml.close().close();
}

function guestPart(osType: string): string {
  const xml = new XmlWriter({ depth: 1 }).open('guest').leaf('os_type', osType);
  xml.open('arch').attribute('name', architecture).leaf('wordsize', 32).leaf('emulator', '/usr/bin/test-hv');
  xml.open('domain').attribute('type', 'test').close().close();
  writeFeatures(xml);
  return xml.close().toString();
}

function writeFeatures(xml: XmlWriter): void {
  xml.open('features');
  for (const feature of features) xml.open(feature).close();
  xml.close();
}
