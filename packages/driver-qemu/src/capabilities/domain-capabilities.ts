import type {
  CpuModes,
  CustomCpuModel,
  DeviceChoices,
  DomainCapabilities,
  FeatureChoices,
  OsChoices,
  TpmChoices,
} from '@tsvirt/conf/domain-capabilities';
import { x86Models } from '@tsvirt/util/cpu';
import type { EmulatorCapabilities } from './emulator-capabilities.js';
import { type FirmwareDescriptor, suits } from './firmware-descriptors.js';
import { guestCpuModels, hostModelCpu } from './host-model.js';
import type { GuestChoice } from './domain-type.js';
import type { TpmVersion } from './swtpm.js';

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

const told = { supported: true } as const;
const refused = { supported: false } as const;

/** Gathers what guests may have. */
export function domainCapabilities(choice: GuestChoice, host: HostFacts): DomainCapabilities {
  const { capabilities, arch, machine, virtType } = choice;
  const maxVcpus = capabilities.machine(machine)?.maxCpus ?? 0;
  return {
    emulator: capabilities.binary,
    virtType,
    machine,
    arch,
    maxVcpus,
    iothreads: capabilities.hasType('iothread'),
    os: loaders(arch, machine, host),
    cpu: cpuModes(choice),
    memoryBacking: {
      ...told,
      sourceType: ['file', 'anonymous', ...(capabilities.hasType('memory-backend-memfd') ? ['memfd'] : [])],
    },
    devices: devices(capabilities, machine, host),
    features: features(capabilities),
  };
}

function loaders(arch: string, machine: string, host: HostFacts): OsChoices {
  const suitable = host.firmware.filter(descriptor => suits(descriptor, arch, machine));
  const images = suitable.map(({ executable }) => executable.path);
  const kinds = { bios: 'bios', uefi: 'efi' } as const;
  const isSecure = suitable.some(({ features: named }) => named.includes('requires-smm'));
  return {
    ...told,
    firmware: (['bios', 'uefi'] as const)
      .filter(kind => suitable.some(({ interfaces }) => interfaces.includes(kind)))
      .map(kind => kinds[kind]),
    loader: {
      ...told,
      paths: [...new Set(images.length > 0 ? images : host.defaultLoaders)].filter(image =>
        host.existingFiles.has(image),
      ),
      type: ['rom', 'pflash'],
      readonly: ['yes', 'no'],
      secure: isSecure ? ['yes', 'no'] : ['no'],
    },
  };
}

function cpuModes({ capabilities, virtType }: GuestChoice): CpuModes {
  const hostModel = hostModelCpu(capabilities, virtType);
  const models = customModels(capabilities, virtType);
  const canLeaveOut = capabilities.hasProperty('max-x86_64-cpu', 'migratable');
  const hasMaximum = capabilities.accelerator(virtType)?.cpus.some(({ name }) => name === 'max') === true;
  return {
    hostPassthrough: virtType === 'kvm' ? { ...told, migratable: canLeaveOut ? ['on', 'off'] : ['off'] } : refused,
    maximum: hasMaximum ? { ...told, migratable: ['on', 'off'] } : refused,
    hostModel:
      hostModel === undefined
        ? { supported: false, features: [] }
        : {
            supported: true,
            model: { fallback: hostModel.fallback ?? 'allow', name: hostModel.model },
            vendor: hostModel.vendor,
            features: hostModel.features,
          },
    custom: { supported: models.length > 0, models },
  };
}

function customModels(capabilities: EmulatorCapabilities, virtType: GuestChoice['virtType']): CustomCpuModel[] {
  return guestCpuModels(capabilities, virtType).map(({ name, usabilityKnown, unavailableFeatures, deprecated }) => ({
    name,
    usable: !usabilityKnown ? 'unknown' : unavailableFeatures.length === 0 ? 'yes' : 'no',
    vendor: x86Models().get(name)?.vendor ?? 'unknown',
    deprecated,
  }));
}

function features(capabilities: EmulatorCapabilities): FeatureChoices {
  const { kvm, sev } = capabilities.facts;
  const hyperv = kvm === undefined ? undefined : enlightenments(kvm.hyperv);
  return {
    gic: refused,
    vmcoreinfo: capabilities.hasType('vmcoreinfo'),
    genid: capabilities.hasType('vmgenid'),
    backingStoreInput: true,
    backup: true,
    sev: { supported: sev },
    sgx: { supported: false, sections: [] },
    // Nobody knows where the emulator was not asked with KVM.
    ...(hyperv !== undefined && { hyperv: hyperv.length > 0 ? { ...told, features: hyperv } : refused }),
  };
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

function devices(capabilities: EmulatorCapabilities, machine: string, host: HostFacts): DeviceChoices {
  const offered = (values: Readonly<Record<string, string | undefined>>) =>
    Object.keys(values).filter(value => values[value] === undefined || capabilities.hasType(values[value]));
  const { options, displays } = capabilities.facts;
  const spice = 'spice' in options;
  const graphics = [
    ...(displays.includes('sdl') ? ['sdl'] : []),
    ...('vnc' in options ? ['vnc'] : []),
    ...(spice ? ['spice'] : []),
    ...['egl-headless', 'dbus'].filter(display => displays.includes(display)),
  ];
  const canRng = capabilities.hasType('virtio-rng-device');
  return {
    disk: {
      ...told,
      device: ['disk', 'cdrom', 'floppy', 'lun'],
      bus: [
        ...(hasBuiltInIde(machine) ? ['ide'] : []),
        'fdc',
        'scsi',
        'virtio',
        ...(capabilities.hasType('usb-storage') ? ['usb'] : []),
        ...(capabilities.hasType('ich9-ahci') ? ['sata'] : []),
      ],
      model: virtioModels,
    },
    graphics: graphics.length > 0 ? { ...told, type: graphics } : refused,
    video: { ...told, modelType: offered(videoTypes) },
    hostdev: {
      ...told,
      mode: ['subsystem'],
      startupPolicy: ['default', 'mandatory', 'requisite', 'optional'],
      subsysType: ['usb', 'pci', 'scsi'],
      capsType: [],
      pciBackend: host.vfio && capabilities.hasType('vfio-pci') ? ['default', 'vfio'] : [],
    },
    rng: canRng ? { ...told, model: virtioModels, backendModel: offered(rngBackends) } : refused,
    filesystem: { ...told, driverType: offered(filesystemDrivers) },
    tpm: tpm(capabilities, host),
    redirdev: capabilities.hasType('usb-redir') ? { ...told, bus: ['usb'] } : refused,
    channel: { ...told, type: ['pty', 'unix', ...(spice ? ['spicevmc'] : [])] },
  };
}

/** Only the older PC has IDE on its board. */
function hasBuiltInIde(machine: string): boolean {
  return machine === 'pc' || /^pc-(?:i440fx|0|1)/.test(machine);
}

function tpm({ facts }: EmulatorCapabilities, { tpmVersions }: HostFacts): TpmChoices {
  const model = ['tpm-tis', 'tpm-crb', 'tpm-spapr'].filter(name => facts.tpmModels.includes(name));
  if (model.length === 0) return refused;
  const software = tpmVersions !== undefined && facts.tpmTypes.includes('emulator');
  return {
    ...told,
    model,
    backendModel: [
      ...(facts.tpmTypes.includes('passthrough') ? ['passthrough'] : []),
      ...(software ? ['emulator', 'external'] : []),
    ],
    ...(software && tpmVersions.length > 0 && { backendVersion: tpmVersions }),
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
