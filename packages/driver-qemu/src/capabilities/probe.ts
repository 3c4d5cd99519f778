import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Undo, VirtError } from '@tsvirt/util';
import type { Monitor } from '../monitor/monitor.js';
import { isObject, type JsonObject } from '../monitor/qmp-message.js';
import { launch, monitorFd } from '../process/launch.js';
import type { AcceleratorCapabilities, EmulatorFacts } from './emulator-capabilities.js';
import {
  readCapabilityNames,
  readCpuModels,
  readDisplays,
  readExpansion,
  readMachines,
  readNames,
  readOptions,
  strings,
} from './qmp-replies.js';

/** Devices whose properties decide how command lines or documents look. */
// biome-ignore format: a table
const inspectedTypes = [
  'virtio-blk-pci', 'virtio-net-pci', 'virtio-scsi-pci', 'virtio-balloon-pci', 'virtio-gpu-pci', 'scsi-disk', 'scsi-hd',
  'ide-hd', 'usb-storage', 'nec-usb-xhci', 'pcie-root-port', 'pvpanic', 'intel-iommu', 'memory-backend-file', 'memory-backend-memfd',
  'max-x86_64-cpu',
] as const;

/** Limit for one probing process as a whole. */
const probeTimeoutMs = 30_000;

/**
 * Asks a QEMU binary over QMP what it can do on this host; takes about a tenth of a second for each accelerator.
 * @throws VirtError INTERNAL_ERROR when the binary does not run or does not speak QMP
 */
export async function probeEmulator(binary: string, signal: AbortSignal): Promise<EmulatorFacts> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]);
  const first = await withProbe(binary, 'kvm:tcg', limit, async (monitor, version) => {
    const kvm = isEnabled(await monitor.execute('query-kvm'));
    const general = await readGeneral(monitor);
    const accelerator = await readAccelerator(monitor, kvm ? 'host' : 'max');
    return { kvm, version, general, accelerator };
  });
  if (!first.kvm) return { binary, ...first.version, ...first.general, tcg: first.accelerator };
  // A process has one accelerator for life, so what TCG offers is asked of a second one.
  const tcg = await withProbe(binary, 'tcg', limit, monitor => readAccelerator(monitor, 'max'));
  return { binary, ...first.version, ...first.general, tcg, kvm: first.accelerator };
}

type Version = Pick<EmulatorFacts, 'version' | 'package'>;
type General = Omit<EmulatorFacts, 'binary' | 'tcg' | 'kvm' | keyof Version>;

async function withProbe<T>(
  binary: string,
  accelerator: string,
  signal: AbortSignal,
  work: (monitor: Monitor, version: Version) => Promise<T>,
): Promise<T> {
  await using undo = new Undo(() => {});
  const folder = await mkdtemp(path.join(tmpdir(), 'tsvirt-probe-'));
  undo.add(() => rm(folder, { recursive: true, force: true }));
  const log = await open(path.join(folder, 'log'), 'a', 0o600);
  undo.add(() => log.close());
  const { process, greeting } = await launch({
    name: `probe of ${binary}`,
    emulator: binary,
    args: [
      '-S',
      '-no-user-config',
      '-nodefaults',
      '-nographic',
      '-machine',
      `none,accel=${accelerator}`,
      '-chardev',
      `socket,id=monitor,fd=${monitorFd},server=on,wait=off`,
      '-mon',
      'chardev=monitor,mode=control',
    ],
    env: { LC_ALL: 'C', PATH: globalThis.process.env['PATH'] ?? '' },
    monitorPath: path.join(folder, 'monitor'),
    log,
    onEvent: undefined,
    onExit: () => {},
    signal,
  });
  undo.add(() => process.kill());
  // An emulator that is gone fails whatever it was asked, so that nothing of the probe is left behind.
  const end = (): void => void process.kill();
  signal.addEventListener('abort', end, { once: true });
  undo.add(() => signal.removeEventListener('abort', end));
  const version = greeting.major * 1_000_000 + greeting.minor * 1_000 + greeting.micro;
  return await work(process.monitor, { version, package: greeting.package });
}

async function readGeneral(monitor: Monitor): Promise<General> {
  const target = await monitor.execute('query-target');
  const arch = isObject(target) && typeof target['arch'] === 'string' ? target['arch'] : '';
  if (arch === '') throw new VirtError('INTERNAL_ERROR', 'QEMU', 'emulator did not name its target architecture');
  const properties: Record<string, string[]> = {};
  const types = readNames(await monitor.execute('qom-list-types', { abstract: false }));
  for (const type of inspectedTypes) {
    if (types.includes(type)) properties[type] = await readProperties(monitor, type);
  }
  return {
    arch: arch === 'i386' ? 'i686' : arch,
    machines: readMachines(await monitor.execute('query-machines')),
    types,
    commands: readNames(await monitor.execute('query-commands')),
    options: readOptions(await monitor.execute('query-command-line-options')),
    properties,
    tpmModels: strings(await optional(monitor, 'query-tpm-models')),
    tpmTypes: strings(await optional(monitor, 'query-tpm-types')),
    migrationCapabilities: readCapabilityNames(await monitor.execute('query-migrate-capabilities')),
    displays: readDisplays(await optional(monitor, 'query-qmp-schema')),
    sev: (await optional(monitor, 'query-sev-capabilities')) !== undefined,
  };
}

async function readProperties(monitor: Monitor, type: string): Promise<string[]> {
  const command = /^memory-backend|-cpu$/.test(type) ? 'qom-list-properties' : 'device-list-properties';
  return readNames(await optional(monitor, command, { typename: type }));
}

async function readAccelerator(monitor: Monitor, host: 'host' | 'max'): Promise<AcceleratorCapabilities> {
  const cpus = readCpuModels(await optional(monitor, 'query-cpu-definitions'));
  const migratable = await expand(monitor, host, {});
  const all = await expand(monitor, host, { migratable: false });
  const hyperv = await optional(monitor, 'query-cpu-model-expansion', {
    type: 'full',
    model: { name: host, props: { migratable: false, 'hv-passthrough': true } },
  });
  const bound = Object.keys(all).filter(name => all[name] === true && migratable[name] === false);
  return {
    cpus,
    hostCpu: { ...migratable, ...Object.fromEntries(bound.map(name => [name, true])) },
    unmigratable: bound,
    hyperv: Object.entries(readExpansion(hyperv)).flatMap(([name, value]) =>
      name.startsWith('hv-') && isOffered(value) ? [name.slice('hv-'.length)] : [],
    ),
  };
}

/** What a model stands for: the features first, then all that a CPU with these has, other spellings included. */
async function expand(monitor: Monitor, name: string, props: JsonObject): Promise<CpuProperties> {
  const expanded = await optional(monitor, 'query-cpu-model-expansion', { type: 'static', model: { name, props } });
  if (!isObject(expanded) || !isObject(expanded['model'])) return {};
  const full = await optional(monitor, 'query-cpu-model-expansion', { type: 'full', model: expanded['model'] });
  return readExpansion(full ?? expanded);
}

type CpuProperties = AcceleratorCapabilities['hostCpu'];

/** Numbers and texts are there to be set; a switch is there only when it is on. */
function isOffered(value: boolean | number | string): boolean {
  return value !== false;
}

/** Runs a command that some targets or versions lack; undefined where QEMU refuses it. */
async function optional(monitor: Monitor, command: string, args?: JsonObject): Promise<unknown> {
  try {
    return await monitor.execute(command, args);
  } catch (reason) {
    if (VirtError.is(reason) && reason.code === 'INTERNAL_ERROR' && monitor.isOpen) return undefined;
    throw reason;
  }
}

function isEnabled(value: unknown): boolean {
  return isObject(value) && value['enabled'] === true && value['present'] === true;
}
