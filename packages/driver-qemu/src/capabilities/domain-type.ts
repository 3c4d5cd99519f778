import { architectureFromHost, isArchitecture, VirtError } from '@tsvirt/util';
import { machine as hostMachine } from 'node:os';
import type { CapabilitiesCache } from './cache.js';
import type { EmulatorCapabilities } from './emulator-capabilities.js';
import type { Emulator } from './emulators.js';
import type { VirtType } from './host-model.js';

/** All domain types that documents can name; QEMU serves the first two. */
// biome-ignore format: a table
const domainTypes = new Set([
  'qemu', 'kvm', 'none', 'kqemu', 'xen', 'lxc', 'uml', 'openvz', 'test', 'vmware', 'hyperv', 'vbox', 'phyp',
  'parallels', 'bhyve', 'vz', 'hvf',
]);

/** What a client asked about; absent parts take what is usual. */
export interface GuestQuestion {
  readonly emulator?: string | undefined;
  readonly arch?: string | undefined;
  readonly machine?: string | undefined;
  readonly virtType?: string | undefined;
}

/** What the question means on this host. */
export interface GuestChoice {
  readonly capabilities: EmulatorCapabilities;
  readonly arch: string;
  /** The canonical name. */
  readonly machine: string;
  readonly virtType: VirtType;
}

/** The host's own architecture by libvirt's name. */
export function hostArchitecture(): string {
  return architectureFromHost(hostMachine()) ?? hostMachine();
}

/**
 * Chooses emulator, architecture, machine and domain type.
 * @throws INVALID_ARG for names that nobody knows or that don't go together, CONFIG_UNSUPPORTED without an emulator for an architecture
 */
export async function chooseGuest(
  question: GuestQuestion,
  emulators: readonly Emulator[],
  cache: CapabilitiesCache,
): Promise<GuestChoice> {
  const { arch } = question;
  if (question.virtType !== undefined && !domainTypes.has(question.virtType))
    throw invalid(`unknown virttype: ${question.virtType}`);
  if (arch !== undefined && !isArchitecture(arch)) throw invalid(`unknown architecture: ${arch}`);
  const capabilities = await cache.of(question.emulator ?? emulatorFor(arch ?? hostArchitecture(), emulators));
  if (arch !== undefined && !canRun(capabilities, arch)) {
    throw invalid(`architecture from emulator '${capabilities.arch}' doesn't match given architecture '${arch}'`);
  }
  const virtType = question.virtType ?? (capabilities.kvmUsable ? 'kvm' : 'qemu');
  if ((virtType !== 'kvm' && virtType !== 'qemu') || (virtType === 'kvm' && !capabilities.kvmUsable))
    throw invalid(`Emulator '${capabilities.binary}' does not support virt type '${virtType}'`);
  const machine = question.machine === undefined ? capabilities.defaultMachine : capabilities.machine(question.machine);
  if (machine === undefined)
    throw invalid(`the machine '${question.machine ?? ''}' is not supported by emulator '${capabilities.binary}'`);
  return { capabilities, arch: arch ?? capabilities.arch, machine: machine.name, virtType };
}

function emulatorFor(arch: string, emulators: readonly Emulator[]): string {
  const found =
    emulators.find(emulator => emulator.arch === arch) ??
    (arch === 'i686' ? emulators.find(emulator => emulator.arch === 'x86_64') : undefined);
  if (found !== undefined) return found.binary;
  throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `unable to find any emulator to serve '${arch}' architecture`);
}

/** A 64-bit emulator runs 32-bit guests of its family. */
function canRun({ arch: own, binary }: EmulatorCapabilities, arch: string): boolean {
  if (own === arch || (own === 'x86_64' && arch === 'i686') || (own === 'aarch64' && arch === 'armv7l')) return true;
  if (own === 'i686' && arch === 'x86_64') throw invalid(`Emulator '${binary}' does not support arch '${arch}'`);
  return false;
}

function invalid(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'QEMU', detail);
}
