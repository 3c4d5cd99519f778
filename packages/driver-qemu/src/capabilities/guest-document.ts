import type { CapabilitiesGuest, GuestFeatures, GuestMachine } from '@tsvirt/conf/capabilities';
import { architectures, isArchitecture } from '@tsvirt/util';
import type { EmulatorCapabilities, MachineType } from './emulator-capabilities.js';

/** What an architecture's guests can be run with. */
export interface GuestSupport {
  readonly arch: string;
  readonly capabilities: EmulatorCapabilities;
}

/** One kind of guests in the document of virConnectGetCapabilities. */
export function guestDocument({ arch, capabilities }: GuestSupport): CapabilitiesGuest {
  const types = capabilities.kvmUsable ? ['qemu', 'kvm'] : ['qemu'];
  return {
    osType: 'hvm',
    arch: {
      name: arch,
      wordSize: isArchitecture(arch) ? architectures[arch].wordSize : 64,
      emulator: capabilities.binary,
      machines: defaultFirst(capabilities.facts.machines).flatMap(machineNames),
      domains: types.map(type => ({ type, machines: [] })),
    },
    features: features(arch),
  };
}

/** QEMU's order, but the default machine changes places with the first. */
function defaultFirst(machines: readonly MachineType[]): readonly MachineType[] {
  const first = machines.find(machine => machine.isDefault);
  return first === undefined ? machines : [first, ...machines.filter(machine => machine !== first)];
}

/** A machine under its own name, and under the one that means the newest. */
function machineNames({ name, alias, maxCpus, deprecated }: MachineType): GuestMachine[] {
  const common = { ...(maxCpus > 0 && { maxCpus }), deprecated };
  return [{ name, ...common }, ...(alias === undefined ? [] : [{ canonical: name, name: alias, ...common }])];
}

function features(arch: string): GuestFeatures {
  const x86 = arch === 'i686' || arch === 'x86_64';
  const on = (toggle: boolean) => ({ default: true, toggle });
  return {
    ...(arch === 'i686' && { pae: true, nonpae: true }),
    ...((x86 || arch === 'aarch64') && { acpi: on(true) }),
    ...(x86 && { apic: on(false) }),
    cpuSelection: true,
    deviceBoot: true,
    diskSnapshot: on(false),
  };
}
