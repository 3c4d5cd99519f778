import { VirtError } from '@tsvirt/util';
import { completeDomain } from '../domain/complete/complete-domain.js';
import type { Domain } from '../domain/domain.js';
import type { Graphics } from '../domain/graphics.js';
import { readCpuList } from '../kernel/index.js';
import { vmxFault } from './entries.js';
import { escapePercent } from './escapes.js';
import { plainFileNames, type VmxFileNames } from './file-names.js';
import { vmxPolicy } from './policy.js';
import { sharesName } from './read-cpu.js';
import { writeDisks } from './write-disk.js';
import { writeInterfaces } from './write-interface.js';
import { VmxLines } from './vmx-lines.js';
import { writeParallels, writeSerials } from './write-ports.js';

/** What a VMX file is written for. */
export interface VmxWriteOptions {
  /** Version of the virtual hardware, from 4: the product's, which must be able to run it. */
  readonly hardwareVersion: number;
  /** How files are named; as they stand unless given. */
  readonly fileNames?: VmxFileNames;
}

/**
 * Writes a definition as a VMX file, in UTF-8.
 * @param parsed the definition, as it was read; it is completed here
 * @throws CONFIG_UNSUPPORTED, INTERNAL_ERROR for what VMware's products do not have
 */
export function writeVmx(parsed: Domain, options: VmxWriteOptions): string {
  if (parsed.type !== 'vmware') throw vmxFault(`Expecting virt type to be 'vmware' but found '${parsed.type}'`);
  const domain = completeDomain(parsed, vmxPolicy(true));
  const names = options.fileNames ?? plainFileNames;
  const { devices } = domain;
  const lines = new VmxLines();
  lines.addText('.encoding', 'UTF-8');
  lines.add('config.version', 8);
  lines.add('virtualHW.version', options.hardwareVersion);
  writeMachine(lines, domain);
  lines.addText('uuid.bios', uuidText(domain.uuid ?? ''));
  lines.addText('displayName', escapePercent(domain.name));
  lines.addText('annotation', domain.description);
  writeMemory(lines, domain);
  writeCpus(lines, domain);
  writeGraphics(lines, devices.graphics);
  const hasScsi = writeDisks(lines, devices, names);
  writeFilesystems(lines, domain);
  writeInterfaces(lines, devices.interfaces);
  writeSerials(lines, devices.serials, names);
  writeParallels(lines, devices.parallels, names);
  // A device that the document does not have, but completing it added, is not written.
  if (parsed.devices.videos.length > 0) writeVideo(lines, domain);
  writeBridges(lines, options.hardwareVersion, hasScsi);
  return lines.toString();
}

function unsupported(what: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'NONE', what);
}

function writeMachine(lines: VmxLines, { os }: Domain): void {
  const arch = os?.type?.arch ?? 'i686';
  if (arch !== 'i686' && arch !== 'x86_64') {
    throw vmxFault(
      `Expecting domain XML attribute 'arch' of entry 'os/type' to be 'i686' or 'x86_64' but found '${arch}'`,
    );
  }
  lines.addText('guestOS', arch === 'x86_64' ? 'other-64' : 'other');
  const smbios = os?.smbios ?? 'none';
  if (smbios === 'host') lines.add('smbios.reflecthost', true);
  else if (smbios !== 'none') throw unsupported(`Unsupported SMBIOS mode '${smbios}'`);
  if (os?.firmwareKind === 'efi') lines.addText('firmware', 'efi');
}

/** Sixteen pairs of digits, in two halves. */
function uuidText(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** Memory comes in steps of 4 MiB, and stands in the file in MiB. */
function writeMemory(lines: VmxLines, { memory, currentMemoryKiB, memtune }: Domain): void {
  const sizeKiB = divideUp(memory?.sizeKiB ?? 0n, 4096n) * 4096n;
  lines.add('memsize', sizeKiB / 1024n);
  if (currentMemoryKiB !== undefined && currentMemoryKiB < (memory?.sizeKiB ?? 0n))
    lines.add('sched.mem.max', divideUp(currentMemoryKiB, 1024n));
  const guarantee = memtune?.minGuaranteeKiB ?? 0n;
  if (guarantee > 0n) lines.add('sched.mem.minsize', divideUp(guarantee, 1024n));
}

function writeCpus(lines: VmxLines, { vcpu, cpu, cputune }: Domain): void {
  const { count, cpuset, current = count } = vcpu;
  if (current !== count) throw unsupported("No support for domain XML entry 'vcpu' attribute 'current'");
  lines.add('numvcpus', count);
  const { topology } = cpu ?? {};
  if (topology !== undefined) {
    if (topology.threads !== 1) throw unsupported('Only 1 thread per core is supported');
    if (topology.sockets * (topology.dies ?? 1) * topology.cores !== count)
      throw unsupported("CPU topology doesn't match the number of CPUs");
    lines.add('cpuid.coresPerSocket', topology.cores);
  }
  const cpus = cpuset === undefined ? undefined : readCpuList(cpuset);
  if (cpus !== undefined) {
    if (cpus.length < count) {
      throw vmxFault(`Expecting domain XML attribute 'cpuset' of entry 'vcpu' to contain at least ${count} CPU(s)`);
    }
    lines.addText('sched.cpu.affinity', cpus.join(','));
  }
  if (cputune?.shares !== undefined)
    lines.addText('sched.cpu.shares', sharesName(cputune.shares, count) ?? String(cputune.shares));
}

function writeGraphics(lines: VmxLines, graphics: readonly Graphics[]): void {
  for (const { kind } of graphics) {
    if (kind.type !== 'vnc') throw unsupported(`Unsupported graphics type '${kind.type}'`);
    lines.add('RemoteDisplay.vnc.enabled', true);
    if (kind.autoport !== true && kind.port !== undefined) lines.add('RemoteDisplay.vnc.port', kind.port);
    const listen = kind.listens?.find(({ type }) => type === 'address');
    if (listen?.type === 'address') lines.addText('RemoteDisplay.vnc.ip', listen.address);
    lines.addText('RemoteDisplay.vnc.keymap', kind.keymap);
    lines.addText('RemoteDisplay.vnc.password', kind.passwd);
  }
}

function writeFilesystems(lines: VmxLines, { devices }: Domain): void {
  const { filesystems } = devices;
  if (filesystems.length === 0) return;
  lines.add('isolation.tools.hgfs.disable', false);
  lines.add('sharedFolder.maxNum', filesystems.length);
  for (const [number, { source, target, readonly }] of filesystems.entries()) {
    if (source.type !== 'mount') throw unsupported('Only directories can be mounted');
    const name = `sharedFolder${number}`;
    lines.add(`${name}.present`, true);
    lines.add(`${name}.enabled`, true);
    lines.add(`${name}.readAccess`, true);
    lines.add(`${name}.writeAccess`, readonly !== true);
    lines.addText(`${name}.hostPath`, source.dir);
    lines.addText(`${name}.guestName`, target.dir);
  }
}

function writeVideo(lines: VmxLines, { devices }: Domain): void {
  const [video, ...others] = devices.videos;
  if (others.length > 0) throw unsupported('No support for multiple video devices');
  const { type, vram } = video?.model ?? {};
  if (type !== undefined && type !== 'vmvga') throw unsupported(`Unsupported video device type '${type}'`);
  // The file has bytes, the document KiB.
  if (vram !== undefined) lines.add('svga.vramSize', vram * 1024);
}

/** Virtual hardware 7 and later has a channel to the host, and PCI bridges that SCSI adapters need. */
function writeBridges(lines: VmxLines, hardwareVersion: number, hasScsi: boolean): void {
  if (hardwareVersion < 7) return;
  if (hasScsi) {
    lines.add('pciBridge0.present', true);
    for (let bridge = 4; bridge <= 7; bridge++) {
      lines.add(`pciBridge${bridge}.present`, true);
      lines.addText(`pciBridge${bridge}.virtualDev`, 'pcieRootPort');
      lines.addText(`pciBridge${bridge}.functions`, '8');
    }
  }
  lines.add('vmci0.present', true);
}
