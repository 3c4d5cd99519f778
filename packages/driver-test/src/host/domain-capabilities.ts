import { formatDomainCapabilities } from '@tsvirt/conf/domain-capabilities';
import { isArchitecture, VirtError } from '@tsvirt/util';
import { cpuModelNames, x86Models } from '@tsvirt/util/cpu';
import { architecture, emulator } from './capabilities.js';
import { hostCpu } from './host-cpu.js';
import { maxVcpus } from './topology.js';

/** All domain types that documents can name; of them the mock has one. */
// biome-ignore format: a table
const virtTypes: ReadonlySet<string> = new Set([
  'qemu', 'kvm', 'none', 'kqemu', 'xen', 'lxc', 'uml', 'openvz', 'test', 'vmware', 'hyperv', 'vbox', 'phyp',
  'parallels', 'bhyve', 'vz', 'hvf',
]);
const virtType = 'test';

/** The first one is what guests get that name none. */
const machines = ['pc', 'q35'] as const;

const told = { supported: true } as const;
const refused = { supported: false } as const;
const virtioModels = ['virtio', 'virtio-transitional', 'virtio-non-transitional'];

/** What a client asks about; null takes what is usual. */
export interface GuestQuestion {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virtType: string | null;
}

/**
 * What guests of a complete host may have.
 * @throws VirtError INVALID_ARG for names that nobody knows or that the mock does not have, CONFIG_UNSUPPORTED for another
 * architecture without an emulator of its own
 */
export function domainCapabilities(question: GuestQuestion): string {
  const machine = machineOf(question);
  return formatDomainCapabilities({
    emulator,
    virtType,
    machine,
    arch: architecture,
    maxVcpus,
    iothreads: true,
    os: {
      ...told,
      firmware: [],
      loader: { ...told, paths: [], type: ['rom', 'pflash'], readonly: ['yes', 'no'], secure: ['no'] },
    },
    cpu: {
      hostPassthrough: { ...told, migratable: ['on', 'off'] },
      maximum: { ...told, migratable: ['on', 'off'] },
      hostModel: {
        ...told,
        model: { fallback: 'forbid', name: hostCpu.model },
        vendor: hostCpu.vendor,
        features: [],
      },
      custom: {
        ...told,
        models: (cpuModelNames(architecture) ?? []).map(name => ({
          name,
          usable: 'yes' as const,
          vendor: x86Models().get(name)?.vendor ?? 'unknown',
          deprecated: false,
        })),
      },
    },
    memoryBacking: { ...told, sourceType: ['file', 'anonymous', 'memfd'] },
    devices: {
      disk: {
        ...told,
        device: ['disk', 'cdrom', 'floppy', 'lun'],
        bus: [machine === 'q35' ? 'sata' : 'ide', 'fdc', 'scsi', 'virtio', 'usb'],
        model: virtioModels,
      },
      graphics: { ...told, type: ['sdl', 'vnc', 'spice'] },
      video: { ...told, modelType: ['vga', 'cirrus', 'qxl', 'virtio', 'none', 'bochs'] },
      hostdev: {
        ...told,
        mode: ['subsystem'],
        startupPolicy: ['default', 'mandatory', 'requisite', 'optional'],
        subsysType: ['usb', 'pci', 'scsi'],
        capsType: [],
        pciBackend: [],
      },
      rng: { ...told, model: virtioModels, backendModel: ['random', 'egd', 'builtin'] },
      filesystem: { ...told, driverType: ['path', 'handle', 'virtiofs'] },
      tpm: {
        ...told,
        model: ['tpm-tis', 'tpm-crb'],
        backendModel: ['passthrough', 'emulator', 'external'],
        backendVersion: ['1.2', '2.0'],
      },
      redirdev: { ...told, bus: ['usb'] },
      channel: { ...told, type: ['pty', 'unix', 'spicevmc'] },
    },
    features: {
      gic: refused,
      vmcoreinfo: true,
      genid: true,
      backingStoreInput: true,
      backup: true,
      sev: refused,
      sgx: { ...refused, sections: [] },
    },
  });
}

function machineOf({ emulator: program, arch, machine, virtType: type }: GuestQuestion): string {
  if (type !== null && !virtTypes.has(type)) throw invalid(`unknown virttype: ${type}`);
  if (arch !== null && !isArchitecture(arch)) throw invalid(`unknown architecture: ${arch}`);
  if (program !== null && program !== emulator) throw invalid(`there is no emulator '${program}', only '${emulator}'`);
  if (arch !== null && arch !== architecture) {
    if (program !== null)
      throw invalid(`architecture from emulator '${architecture}' doesn't match given architecture '${arch}'`);
    throw new VirtError('CONFIG_UNSUPPORTED', 'TEST', `unable to find any emulator to serve '${arch}' architecture`);
  }
  if (type !== null && type !== virtType) throw invalid(`Emulator '${emulator}' does not support virt type '${type}'`);
  const found = machine === null ? machines[0] : machines.find(name => name === machine);
  if (found === undefined) throw invalid(`the machine '${machine}' is not supported by emulator '${emulator}'`);
  return found;
}

function invalid(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'TEST', detail);
}
