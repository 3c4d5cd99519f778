import { architectures, isArchitecture } from '@tsvirt/util';
import { inDocumentOrder } from '@tsvirt/util/cpu';
import type { CacheBank, NumaCell } from '@tsvirt/util/host';
import { XmlWriter } from '@tsvirt/util/xml';
import type { MachineType } from './emulator-capabilities.js';
import type { GuestSupport, HostCapabilities, HostCpu } from './host-capabilities.js';

/** The document of virConnectGetCapabilities. */
export function formatHostCapabilities(value: HostCapabilities): string {
  const parts = [hostPart(value), ...value.guests.map(guestPart)];
  // Like no other document of the API, this one has blank lines between its parts.
  return `<capabilities>\n\n${parts.join('\n')}\n</capabilities>\n`;
}

function hostPart(value: HostCapabilities): string {
  const xml = new XmlWriter({ depth: 1 }).open('host').leaf('uuid', value.uuid);
  writeCpu(xml, value.cpu, value.cells);
  xml.open('power_management');
  for (const way of value.sleep) xml.open(way).close();
  xml.close();
  xml
    .open('iommu')
    .attribute('support', value.iommu ? 'yes' : 'no')
    .close();
  xml.open('migration_features').open('live').close().open('uri_transports');
  for (const transport of ['tcp', 'rdma']) xml.leaf('uri_transport', transport);
  xml.close().close();
  xml.open('topology').open('cells').attribute('num', value.cells.length);
  for (const cell of value.cells) writeCell(xml, cell);
  xml.close().close();
  if (value.caches.length > 0) {
    xml.open('cache');
    for (const bank of value.caches) writeCache(xml, bank);
    xml.close();
  }
  for (const { model, doi, baseLabels = {} } of value.securityModels) {
    xml.open('secmodel').leaf('model', model).leaf('doi', doi);
    for (const [type, label] of Object.entries(baseLabels))
      xml.open('baselabel').attribute('type', type).text(label).close();
    xml.close();
  }
  return xml.close().toString();
}

function writeCpu(xml: XmlWriter, cpu: HostCpu, cells: readonly NumaCell[]): void {
  const { description, signature, microcode, tsc, topology, physicalAddressBits } = cpu;
  xml.open('cpu').leaf('arch', cpu.arch);
  if (description?.model !== undefined) xml.leaf('model', description.model);
  if (description?.vendor !== undefined) xml.leaf('vendor', description.vendor);
  if (microcode !== undefined) xml.open('microcode').attribute('version', microcode).close();
  if (signature !== undefined) {
    const { family, model, stepping } = signature;
    xml.open('signature').attribute('family', family).attribute('model', model).attribute('stepping', stepping).close();
  }
  if (tsc !== undefined) {
    xml.open('counter').attribute('name', 'tsc').attribute('frequency', tsc.hz);
    xml.attribute('scaling', tsc.scaling ? 'yes' : 'no').close();
  }
  const { sockets, dies, cores, threads } = topology;
  xml.open('topology').attribute('sockets', sockets).attribute('dies', dies);
  xml.attribute('cores', cores).attribute('threads', threads).close();
  if (physicalAddressBits !== undefined)
    xml.open('maxphysaddr').attribute('mode', 'emulate').attribute('bits', physicalAddressBits).close();
  for (const name of inDocumentOrder((description?.features ?? []).map(feature => feature.name)))
    xml.open('feature').attribute('name', name).close();
  for (const { sizeKiB } of cells[0]?.pages ?? [])
    xml.open('pages').attribute('unit', 'KiB').attribute('size', sizeKiB).close();
  xml.close();
}

function writeCell(xml: XmlWriter, cell: NumaCell): void {
  xml.open('cell').attribute('id', cell.id);
  xml.open('memory').attribute('unit', 'KiB').text(cell.memoryKiB).close();
  for (const { sizeKiB, total } of cell.pages)
    xml.open('pages').attribute('unit', 'KiB').attribute('size', sizeKiB).text(total).close();
  if (cell.distances.length > 0) {
    xml.open('distances');
    for (const { cell: id, value } of cell.distances)
      xml.open('sibling').attribute('id', id).attribute('value', value).close();
    xml.close();
  }
  xml.open('cpus').attribute('num', cell.cpus.length);
  for (const { id, socketId, dieId, coreId, siblings } of cell.cpus) {
    xml
      .open('cpu')
      .attribute('id', id)
      .attribute('socket_id', socketId ?? 0)
      .attribute('die_id', dieId ?? 0);
    xml
      .attribute('core_id', coreId ?? 0)
      .attribute('siblings', siblings.toString())
      .close();
  }
  xml.close().close();
}

const units = ['B', 'KiB', 'MiB', 'GiB'] as const;

function writeCache(xml: XmlWriter, { id, level, kind, size, cpus }: CacheBank): void {
  let amount = size;
  let unit = 0;
  while (unit < units.length - 1 && amount > 0n && amount % 1024n === 0n) {
    amount /= 1024n;
    unit++;
  }
  xml.open('bank').attribute('id', id).attribute('level', level).attribute('type', kind);
  xml.attribute('size', amount).attribute('unit', units[unit]).attribute('cpus', cpus.toString()).close();
}

function guestPart({ arch, capabilities }: GuestSupport): string {
  const xml = new XmlWriter({ depth: 1 }).open('guest').leaf('os_type', 'hvm');
  xml.open('arch').attribute('name', arch);
  xml.leaf('wordsize', isArchitecture(arch) ? architectures[arch].wordSize : 64).leaf('emulator', capabilities.binary);
  for (const machine of defaultFirst(capabilities.facts.machines)) writeMachine(xml, machine);
  xml.open('domain').attribute('type', 'qemu').close();
  if (capabilities.kvmUsable) xml.open('domain').attribute('type', 'kvm').close();
  xml.close();
  writeFeatures(xml, arch);
  return xml.close().toString();
}

/** QEMU's order, but the default machine changes places with the first. */
function defaultFirst(machines: readonly MachineType[]): readonly MachineType[] {
  const first = machines.find(machine => machine.isDefault);
  return first === undefined ? machines : [first, ...machines.filter(machine => machine !== first)];
}

function writeMachine(xml: XmlWriter, { name, alias, maxCpus, deprecated }: MachineType): void {
  const one = (text: string, canonical: string | undefined) => {
    xml
      .open('machine')
      .attribute('canonical', canonical)
      .attribute('maxCpus', maxCpus > 0 ? maxCpus : undefined);
    xml
      .attribute('deprecated', deprecated ? 'yes' : undefined)
      .text(text)
      .close();
  };
  one(name, undefined);
  if (alias !== undefined) one(alias, name);
}

function writeFeatures(xml: XmlWriter, arch: string): void {
  const toggle = (name: string, can: boolean) =>
    xml
      .open(name)
      .attribute('default', 'on')
      .attribute('toggle', can ? 'yes' : 'no')
      .close();
  const x86 = arch === 'i686' || arch === 'x86_64';
  xml.open('features');
  if (arch === 'i686') xml.open('pae').close().open('nonpae').close();
  if (x86 || arch === 'aarch64') toggle('acpi', true);
  if (x86) toggle('apic', false);
  for (const name of ['cpuselection', 'deviceboot']) xml.open(name).close();
  toggle('disksnapshot', false);
  xml.close();
}
