import { type Architecture, VirtError } from '@tsvirt/util';
import { noDevices } from '../domain/devices.js';
import type { Devices, Domain, Features, Clock, Cpu, Graphics, Os } from '../domain/index.js';
import { uuid as uuidText } from '../kernel/index.js';
import { buildDisks, type DiskFacts } from './disks.js';
import { buildInterface, type InterfaceFacts } from './interfaces.js';
import { kibOf, type Size } from './size.js';

/** What has to be known of a guest; the rest is what a guest of today usually has. */
export interface DomainFacts {
  readonly name: string;
  readonly memory: Size;
  /** How many CPUs; 1. */
  readonly vcpus?: number;
  /** What runs it; `kvm`. */
  readonly type?: 'kvm' | 'qemu';
  /** `x86_64` */
  readonly arch?: Architecture;
  /** Absent: `q35` for x86, `virt` for Arm and RISC-V, otherwise the hypervisor's choice. */
  readonly machine?: string;
  /** Absent: what the machine has. */
  readonly firmware?: 'bios' | 'efi';
  readonly title?: string;
  readonly description?: string;
  /** Absent: one is made up when the guest is defined. */
  readonly uuid?: string;
  readonly disks?: readonly (string | DiskFacts)[];
  /** An image that the guest is installed from: a CD-ROM drive that it boots from when its disks do not boot. */
  readonly cdrom?: string;
  readonly interfaces?: readonly (string | InterfaceFacts)[];
  /** A display; `none`. With one, the guest also has a video device and a tablet. */
  readonly graphics?: 'vnc' | 'spice' | 'none';
}

/**
 * A complete definition of a guest with virtio devices, a serial console and a channel for the guest agent. It is a
 * definition as a person would write it: a driver fills in addresses and names when the guest is defined.
 * @throws INVALID_ARG for a name, size, UUID or number that cannot be
 * @example
 * ```ts
 * import { buildDomain, formatDomain } from '@tsvirt/conf';
 *
 * const domain = buildDomain({ name: 'web', memory: '4 GiB', vcpus: 4, interfaces: ['default'] });
 * console.log(formatDomain(domain));
 * ```
 */
export function buildDomain(facts: DomainFacts): Domain {
  const { name, vcpus = 1, type = 'kvm' } = facts;
  if (name === '' || name.includes('/')) throw invalid(`'${name}' cannot be the name of a domain`);
  if (!Number.isSafeInteger(vcpus) || vcpus < 1) throw invalid(`${vcpus} cannot be the number of CPUs`);
  const id = facts.uuid === undefined ? undefined : uuidText.read(facts.uuid);
  if (facts.uuid !== undefined && id === undefined) throw invalid(`'${facts.uuid}' is not a UUID`);
  return {
    type,
    name,
    ...(id !== undefined && { uuid: id }),
    ...(facts.title !== undefined && { title: facts.title }),
    ...(facts.description !== undefined && { description: facts.description }),
    memory: { sizeKiB: kibOf(facts.memory) },
    vcpu: { count: vcpus },
    os: buildOs(facts),
    features: featuresOf(facts),
    ...(type === 'kvm' && { cpu: hostCpu }),
    clock: isX86(facts) ? x86Clock : { time: { offset: 'utc' } },
    onPoweroff: 'destroy',
    onReboot: 'restart',
    onCrash: 'destroy',
    devices: buildDevices(facts),
  };
}

/** The CPU of the host, with everything it can do. */
const hostCpu: Cpu = { mode: 'host-passthrough' };

/** Lost ticks are made up for as guests of today want it. */
const x86Clock: Clock = {
  time: { offset: 'utc' },
  timers: [
    { name: 'rtc', tickpolicy: 'catchup' },
    { name: 'pit', tickpolicy: 'delay' },
    { name: 'hpet', present: false },
  ],
};

function buildOs({ arch = 'x86_64', machine, firmware, cdrom }: DomainFacts): Os {
  const chosen = machine ?? usualMachines[arch];
  return {
    ...(firmware !== undefined && { firmwareKind: firmware }),
    type: { type: 'hvm', arch, ...(chosen !== undefined && { machine: chosen }) },
    boot: cdrom === undefined ? [{ dev: 'hd' }] : [{ dev: 'hd' }, { dev: 'cdrom' }],
  };
}

const usualMachines: { readonly [A in Architecture]?: string } = {
  x86_64: 'q35',
  i686: 'q35',
  aarch64: 'virt',
  armv7l: 'virt',
  riscv64: 'virt',
};

function isX86({ arch = 'x86_64' }: DomainFacts): boolean {
  return arch === 'x86_64' || arch === 'i686';
}

function featuresOf(facts: DomainFacts): Features {
  if (isX86(facts)) return { acpi: true, apic: {} };
  return usualMachines[facts.arch ?? 'x86_64'] === 'virt' ? { acpi: true } : {};
}

function buildDevices({ disks = [], cdrom, interfaces = [], graphics = 'none' }: DomainFacts): Devices {
  const drives: (string | DiskFacts)[] =
    cdrom === undefined ? [...disks] : [...disks, { source: cdrom, device: 'cdrom' }];
  const devices: Devices = {
    ...noDevices,
    disks: buildDisks(drives),
    interfaces: interfaces.map(buildInterface),
    consoles: [{ source: { type: 'pty' } }],
    channels: [{ source: { type: 'unix' }, target: { type: 'virtio', name: 'org.qemu.guest_agent.0' } }],
    memballoon: { model: 'virtio' },
    rngs: [{ model: 'virtio', backend: { model: 'random', device: '/dev/urandom' } }],
  };
  if (graphics === 'none') return devices;
  return {
    ...devices,
    controllers: [{ kind: { type: 'usb', model: 'qemu-xhci' } }],
    inputs: [{ type: 'tablet', bus: 'usb' }],
    graphics: [consoleOf(graphics)],
    videos: [{ model: { type: 'virtio' } }],
  };
}

/** On this host only, at a port that is free when the guest starts. */
function consoleOf(type: 'vnc' | 'spice'): Graphics {
  const listens = [{ type: 'address', address: '127.0.0.1' }] as const;
  if (type === 'vnc') return { kind: { type, port: -1, autoport: true, listens } };
  return { kind: { type, autoport: true, listens } };
}

function invalid(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'DOMAIN', detail);
}
