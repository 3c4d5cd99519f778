import { constants } from 'node:fs/promises';
import { formatCapabilities, type HostSecurityModel } from '@tsvirt/conf/capabilities';
import { formatDomainCapabilities } from '@tsvirt/conf/domain-capabilities';
import { architectures, isArchitecture, type Logger, VirtError } from '@tsvirt/util';
import { readHostUuid } from '@tsvirt/util/host';
import type { CapabilitiesCache } from './cache.js';
import { domainCapabilities, type HostFacts } from './domain-capabilities.js';
import { chooseGuest, type GuestChoice, type GuestQuestion } from './domain-type.js';
import { type Emulator, findEmulators } from './emulators.js';
import { firmwareFolders, readFirmwareDescriptors } from './firmware-descriptors.js';
import type { GuestSupport } from './guest-document.js';
import { hasEntries, type HostCpu, readHostCapabilities, readHostCpu } from './host-capabilities.js';
import { isUsable, softwareTpmVersions } from './swtpm.js';

/** Images that are offered where no descriptor tells of firmware. */
const defaultLoaders = [
  '/usr/share/OVMF/OVMF_CODE.fd',
  '/usr/share/OVMF/OVMF_CODE.secboot.fd',
  '/usr/share/AAVMF/AAVMF_CODE.fd',
  '/usr/share/AAVMF/AAVMF32_CODE.fd',
];

export interface HostViewOptions {
  readonly cache: CapabilitiesCache;
  readonly log: Logger;
  readonly privileged: boolean;
  /** The configured UUID; absent: the machine's. */
  readonly uuid: string | undefined;
}

/**
 * What this host and its emulators can do. Nothing is looked at before it is asked for; what cannot change while the host
 * runs is kept, and what an emulator tells is kept until its binary changes.
 */
export class HostView {
  readonly #options: HostViewOptions;
  #cpu: Promise<HostCpu> | undefined;

  constructor(options: HostViewOptions) {
    this.#options = options;
  }

  /** The host's processor. */
  cpu(): Promise<HostCpu> {
    this.#cpu ??= readHostCpu().catch((reason: unknown) => {
      this.#cpu = undefined; // a passing failure is not kept
      throw reason;
    });
    return this.#cpu;
  }

  /** Chooses emulator, architecture, machine and domain type. @throws as `chooseGuest` */
  async choose(question: GuestQuestion): Promise<GuestChoice> {
    return chooseGuest(question, await findEmulators(), this.#options.cache);
  }

  /** The document of virConnectGetCapabilities. Emulators that don't answer are logged and left out. */
  async capabilities(): Promise<string> {
    const [cpu, guests, uuid] = await Promise.all([
      this.cpu(),
      this.#guests(),
      readHostUuid({ configured: this.#options.uuid }),
    ]);
    const securityModels = this.securityModels();
    return formatCapabilities(await readHostCapabilities({ uuid, cpu, securityModels }, guests));
  }

  /** The document of virConnectGetDomainCapabilities. @throws as `chooseGuest` */
  async domainCapabilities(question: GuestQuestion, signal?: AbortSignal): Promise<string> {
    const [choice, facts] = await Promise.all([this.choose(question), this.#facts(signal)]);
    return formatDomainCapabilities(domainCapabilities(choice, facts));
  }

  async #guests(): Promise<GuestSupport[]> {
    const found = inOrderOfArchitectures(await findEmulators());
    const guests = await Promise.all(
      found.map(async ({ arch, binary }) => {
        try {
          return [{ arch, capabilities: await this.#options.cache.of(binary) }];
        } catch (reason) {
          this.#options.log.warn(
            `emulator ${binary} is left out of the capabilities: ${VirtError.wrap(reason, 'QEMU').message}`,
          );
          return [];
        }
      }),
    );
    return guests.flat();
  }

  /**
   * How guests are kept apart, the main model first: not at all by a security module, and by the user that they run as, which
   * is this process's own. Only where that is root does their label say anything.
   */
  securityModels(): readonly [HostSecurityModel, ...HostSecurityModel[]] {
    const none = { model: 'none', doi: '0', baseLabels: [] };
    if (!this.#options.privileged) return [none];
    const label = `+${process.getuid?.() ?? 0}:+${process.getgid?.() ?? 0}`;
    return [none, { model: 'dac', doi: '0', baseLabels: ['kvm', 'qemu'].map(type => ({ type, label })) }];
  }

  async #facts(signal: AbortSignal | undefined): Promise<HostFacts> {
    const { log, privileged } = this.#options;
    const [firmware, tpmVersions, groups, vfioDevice] = await Promise.all([
      readFirmwareDescriptors(firmwareFolders(privileged), log),
      softwareTpmVersions(undefined, signal),
      hasEntries('/sys/kernel/iommu_groups'),
      isUsable('/dev/vfio/vfio', constants.F_OK),
    ]);
    const images = [...defaultLoaders, ...firmware.map(({ executable }) => executable.path)];
    const existing = await Promise.all(images.map(image => isUsable(image, constants.R_OK)));
    return {
      firmware,
      defaultLoaders,
      existingFiles: new Set(images.filter((_, index) => existing[index] === true)),
      tpmVersions,
      vfio: groups && vfioDevice,
    };
  }
}

/** As libvirt lists guests. A 64-bit PC emulator serves 32-bit guests too, where these have no emulator of their own. */
function inOrderOfArchitectures(emulators: readonly Emulator[]): readonly Emulator[] {
  const x64 = emulators.find(({ arch }) => arch === 'x86_64');
  const all =
    x64 === undefined || emulators.some(({ arch }) => arch === 'i686')
      ? emulators
      : [...emulators, { ...x64, arch: 'i686' }];
  const order = Object.keys(architectures);
  return all
    .filter(({ arch }) => isArchitecture(arch))
    .toSorted((one, other) => order.indexOf(one.arch) - order.indexOf(other.arch));
}
