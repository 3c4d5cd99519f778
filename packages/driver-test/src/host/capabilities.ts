import { XmlWriter } from '@tsvirt/util/xml';
import { type PagePool, type PagePools, pageSizesKiB } from './page-pools.js';
import type { HostCell, HostTopology } from './topology.js';

/** The security driver that the mock claims, and the label of every running guest. */
export const securityModel = { model: 'testSecurity', doi: '', label: 'libvirt-test', enforcing: true } as const;

/** Of every mock host and its guests, whatever model nodeGetInfo names. */
const architecture = 'i686';
const features = ['pae', 'nonpae'] as const;

/** What the document tells of a host beyond its topology. */
export interface HostTraits {
  readonly pages: PagePools;
  /** Absent: a CPU without a name. */
  readonly cpu?: { readonly model: string; readonly vendor: string };
  /** Whether it can suspend to memory. */
  readonly suspends?: boolean;
}

/** The capabilities document of a mock host. */
export function capabilities(topology: HostTopology, traits: HostTraits): string {
  const parts = [hostPart(topology, traits), guestPart('hvm'), guestPart('xen')];
  // The only document of the API with blank lines between its parts.
  return `<capabilities>\n\n${parts.join('\n')}\n</capabilities>\n`;
}

function hostPart(topology: HostTopology, { pages, cpu, suspends = false }: HostTraits): string {
  const xml = new XmlWriter({ depth: 1 }).open('host');
  xml.open('cpu').leaf('arch', architecture);
  if (cpu !== undefined) xml.leaf('model', cpu.model).leaf('vendor', cpu.vendor);
  writeFeatures(xml);
  for (const size of pageSizesKiB) xml.open('pages').attribute('unit', 'KiB').attribute('size', size).close();
  xml.close();
  xml.open('power_management');
  if (suspends) xml.open('suspend_mem').close();
  xml.close();
  xml.open('iommu').attribute('support', 'no').close();
  xml.open('topology').open('cells').attribute('num', topology.cells.length).body();
  let firstCpu = 0;
  topology.cells.forEach((cell, id) => {
    writeCell(xml, cell, id, { firstCpu, pages: pages.of(id) });
    firstCpu += cell.cpus;
  });
  xml.close().close();
  xml.open('secmodel').leaf('model', securityModel.model).leaf('doi', securityModel.doi).close();
  return xml.close().toString();
}

function writeCell(
  xml: XmlWriter,
  cell: HostCell,
  id: number,
  { firstCpu, pages }: { readonly firstCpu: number; readonly pages: readonly PagePool[] },
): void {
  xml.open('cell').attribute('id', id);
  xml.open('memory').attribute('unit', 'KiB').text(cell.freeMemoryKiB).close();
  for (const { sizeKiB, count } of pages)
    xml.open('pages').attribute('unit', 'KiB').attribute('size', sizeKiB).text(count).close();
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
