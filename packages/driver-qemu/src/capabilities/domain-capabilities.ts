import { type CpuDescription, x86Models } from '@tsvirt/util/cpu';
import type { EmulatorCapabilities } from './emulator-capabilities.js';
import { type FirmwareDescriptor, suits } from './firmware-descriptors.js';
import { guestCpuModels, hostModelCpu } from './host-model.js';
import type { GuestChoice } from './domain-type.js';
import type { TpmVersion } from './swtpm.js';

/** What a guest of one emulator, architecture, machine and domain type may have: the facts of `<domainCapabilities>`. */
export interface DomainCapabilities {
  readonly path: string;
  readonly virtType: string;
  readonly machine: string;
  readonly arch: string;
  readonly maxVcpus: number;
  readonly iothreads: boolean;
  readonly os: {
    readonly firmware: readonly string[];
    readonly loaders: readonly string[];
    readonly secure: boolean;
  };
  readonly cpu: {
    readonly passthrough: { readonly migratable: readonly string[] } | undefined;
    readonly maximum: { readonly migratable: readonly string[] } | undefined;
    readonly hostModel: CpuDescription | undefined;
    readonly models: readonly CustomModel[];
  };
  readonly memorySources: readonly string[];
  readonly devices: DeviceCapabilities;
  readonly features: {
    readonly vmcoreinfo: boolean;
    readonly genid: boolean;
    readonly sev: boolean;
    /** Absent: nobody knows, as the emulator was not asked with KVM. */
    readonly hyperv: readonly string[] | undefined;
  };
}

/** A named CPU model as guests may choose it. */
export interface CustomModel {
  readonly name: string;
  readonly usable: 'yes' | 'no' | 'unknown';
  readonly vendor: string;
  readonly deprecated: boolean;
}

/** Values that attributes of devices may take; a device without any is not supported. */
export interface DeviceCapabilities {
  readonly disk: {
    readonly devices: readonly string[];
    readonly buses: readonly string[];
    readonly models: readonly string[];
  };
  readonly graphics: readonly string[];
  readonly video: readonly string[];
  readonly hostdev: { readonly pciBackends: readonly string[] };
  readonly rng: { readonly models: readonly string[]; readonly backends: readonly string[] };
  readonly filesystem: readonly string[];
  readonly tpm: {
    readonly models: readonly string[];
    readonly backends: readonly string[];
    readonly versions: readonly string[];
  };
  readonly redirdev: readonly string[];
  readonly channel: readonly string[];
}

/** What the host adds to what the emulator tells. */
export interface HostFacts {
  readonly firmware: readonly FirmwareDescriptor[];
  /** Images that are used where no descriptor tells of firmware. */
  readonly defaultLoaders: readonly string[];
  /** Images that exist: the others are not offered. */
  readonly existingFiles: ReadonlySet<string>;
  readonly tpmVersions: readonly TpmVersion[] | undefined;
  /** Whether PCI devices can be given to guests. */
  readonly vfio: boolean;
}

/** Gathers what guests may have. */
export function domainCapabilities(
  { capabilities, arch, machine, virtType }: GuestChoice,
  host: HostFacts,
): DomainCapabilities {
  return {
    path: capabilities.binary,
    virtType,
    machine,
    arch,
    maxVcpus: capabilities.machine(machine)?.maxCpus ?? 0,
    iothreads: capabilities.hasType('iothread'),
    os: loaders(arch, machine, host),
    cpu: {
      passthrough:
        virtType !== 'kvm'
          ? undefined
          : { migratable: capabilities.hasProperty('max-x86_64-cpu', 'migratable') ? ['on', 'off'] : ['off'] },
      maximum: capabilities.accelerator(virtType)?.cpus.some(({ name }) => name === 'max')
        ? { migratable: ['on', 'off'] }
        : undefined,
      hostModel: hostModelCpu(capabilities, virtType),
      models: customModels(capabilities, virtType),
    },
    memorySources: ['file', 'anonymous', ...(capabilities.hasType('memory-backend-memfd') ? ['memfd'] : [])],
    devices: devices(capabilities, machine, host),
    features: {
      vmcoreinfo: capabilities.hasType('vmcoreinfo'),
      genid: capabilities.hasType('vmgenid'),
      sev: capabilities.facts.sev,
      hyperv: capabilities.facts.kvm === undefined ? undefined : enlightenments(capabilities.facts.kvm.hyperv),
    },
  };
}

function loaders(arch: string, machine: string, host: HostFacts): DomainCapabilities['os'] {
  const suitable = host.firmware.filter(descriptor => suits(descriptor, arch, machine));
  const images = suitable.map(({ executable }) => executable.path);
  const kinds = { bios: 'bios', uefi: 'efi' } as const;
  return {
    firmware: (['bios', 'uefi'] as const)
      .filter(kind => suitable.some(({ interfaces }) => interfaces.includes(kind)))
      .map(kind => kinds[kind]),
    loaders: [...new Set(images.length > 0 ? images : host.defaultLoaders)].filter(image =>
      host.existingFiles.has(image),
    ),
    secure: suitable.some(({ features }) => features.includes('requires-smm')),
  };
}

function customModels(capabilities: EmulatorCapabilities, virtType: GuestChoice['virtType']): CustomModel[] {
  return guestCpuModels(capabilities, virtType).map(({ name, usabilityKnown, unavailableFeatures, deprecated }) => ({
    name,
    usable: !usabilityKnown ? 'unknown' : unavailableFeatures.length === 0 ? 'yes' : 'no',
    vendor: x86Models().get(name)?.vendor ?? 'unknown',
    deprecated,
  }));
}

const virtioModels = ['virtio', 'virtio-transitional', 'virtio-non-transitional'] as const;

/** Values by the type or option of QEMU that makes them possible; in the order in which documents list them. */
const videoTypes = {
  vga: 'VGA',
  cirrus: 'cirrus-vga',
  vmvga: 'vmware-svga',
  qxl: 'qxl',
  virtio: 'virtio-gpu-device',
  none: undefined,
  bochs: 'bochs-display',
  ramfb: 'ramfb',
} as const;
const rngBackends = { random: 'rng-random', egd: 'rng-egd', builtin: 'rng-builtin' } as const;
const filesystemDrivers = { path: undefined, handle: undefined, virtiofs: 'vhost-user-fs-device' } as const;

function devices(capabilities: EmulatorCapabilities, machine: string, host: HostFacts): DeviceCapabilities {
  const offered = (values: Readonly<Record<string, string | undefined>>) =>
    Object.keys(values).filter(value => values[value] === undefined || capabilities.hasType(values[value]));
  const spice = 'spice' in capabilities.facts.options;
  const displays = capabilities.facts.displays;
  return {
    disk: {
      devices: ['disk', 'cdrom', 'floppy', 'lun'],
      buses: [
        ...(hasBuiltInIde(machine) ? ['ide'] : []),
        'fdc',
        'scsi',
        'virtio',
        ...(capabilities.hasType('usb-storage') ? ['usb'] : []),
        ...(capabilities.hasType('ich9-ahci') ? ['sata'] : []),
      ],
      models: virtioModels,
    },
    graphics: [
      ...(displays.includes('sdl') ? ['sdl'] : []),
      ...('vnc' in capabilities.facts.options ? ['vnc'] : []),
      ...(spice ? ['spice'] : []),
      ...['egl-headless', 'dbus'].filter(display => displays.includes(display)),
    ],
    video: offered(videoTypes),
    hostdev: { pciBackends: host.vfio && capabilities.hasType('vfio-pci') ? ['default', 'vfio'] : [] },
    rng: {
      models: capabilities.hasType('virtio-rng-device') ? virtioModels : [],
      backends: offered(rngBackends),
    },
    filesystem: offered(filesystemDrivers),
    tpm: tpm(capabilities, host),
    redirdev: capabilities.hasType('usb-redir') ? ['usb'] : [],
    channel: ['pty', 'unix', ...(spice ? ['spicevmc'] : [])],
  };
}

/** Only the older PC has IDE on its board. */
function hasBuiltInIde(machine: string): boolean {
  return machine === 'pc' || /^pc-(?:i440fx|0|1)/.test(machine);
}

function tpm({ facts }: EmulatorCapabilities, { tpmVersions }: HostFacts): DeviceCapabilities['tpm'] {
  const software = tpmVersions !== undefined && facts.tpmTypes.includes('emulator');
  return {
    models: ['tpm-tis', 'tpm-crb', 'tpm-spapr'].filter(model => facts.tpmModels.includes(model)),
    backends: [
      ...(facts.tpmTypes.includes('passthrough') ? ['passthrough'] : []),
      ...(software ? ['emulator', 'external'] : []),
    ],
    versions: software ? tpmVersions : [],
  };
}

/** The documents' order; QEMU spells them with dashes. */
// biome-ignore format: a table
const enlightenmentNames = [
  'relaxed', 'vapic', 'spinlocks', 'vpindex', 'runtime', 'synic', 'stimer', 'reset', 'vendor_id', 'frequencies',
  'reenlightenment', 'tlbflush', 'ipi', 'evmcs', 'avic',
] as const;

function enlightenments(offered: readonly string[]): readonly string[] {
  return enlightenmentNames.filter(name => offered.includes(name.replaceAll('_', '-')));
}
