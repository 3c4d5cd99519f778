/** A machine type of an emulator. */
export interface MachineType {
  /** The canonical, versioned name: `pc-i440fx-7.2`. */
  readonly name: string;
  /** The name that means "the newest": `pc`. */
  readonly alias?: string;
  readonly isDefault: boolean;
  readonly maxCpus: number;
  readonly hotpluggableCpus: boolean;
  readonly deprecated: boolean;
  /** QEMU's type of the default CPU: `qemu64-x86_64-cpu`. */
  readonly defaultCpuType?: string;
  /** The id of the machine's main memory: `pc.ram`. */
  readonly defaultRamId?: string;
  /** Whether guest NUMA cells may take their memory by `mem` instead of by `memdev`. */
  readonly numaMemSupported: boolean;
}

/** A CPU model as an emulator knows it under one accelerator. */
export interface CpuModel {
  readonly name: string;
  readonly typeName: string;
  /** Features that this host can't give; empty: usable. */
  readonly unavailableFeatures: readonly string[];
  readonly deprecated: boolean;
  /** Whether the list of unavailable features was told at all. */
  readonly usabilityKnown: boolean;
}

/** What one accelerator of an emulator offers on this host. */
export interface AcceleratorCapabilities {
  readonly cpus: readonly CpuModel[];
  /**
   * Properties of the CPU that `host` (KVM) or `max` (TCG) stands for, those included that bind a guest to this host; empty
   * where QEMU can't tell.
   */
  readonly hostCpu: Readonly<Record<string, boolean | number | string>>;
  /** The properties among these that are off in a guest which shall be able to migrate. */
  readonly unmigratable: readonly string[];
  /** Enlightenments for Windows guests that can be had, by QEMU's names without `hv-`. */
  readonly hyperv: readonly string[];
}

/** What one QEMU binary can do on this host, as it told over QMP. Plain data: this is what the cache keeps. */
export interface EmulatorFacts {
  readonly binary: string;
  /** libvirt's name of the guest architecture: `x86_64`, `i686`. */
  readonly arch: string;
  /** major * 1,000,000 + minor * 1,000 + micro. */
  readonly version: number;
  /** The distribution's version; empty for a plain build. */
  readonly package: string;
  readonly machines: readonly MachineType[];
  readonly tcg: AcceleratorCapabilities;
  /** Absent when this host can't run KVM guests with this binary. */
  readonly kvm?: AcceleratorCapabilities;
  readonly types: readonly string[];
  readonly commands: readonly string[];
  /** Parameters of each command line option. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** Property names of some devices, by device. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly tpmModels: readonly string[];
  readonly tpmTypes: readonly string[];
  readonly migrationCapabilities: readonly string[];
  /** Kinds of `-display`: `egl-headless`, `sdl`. */
  readonly displays: readonly string[];
  /** Whether this host lets it encrypt guests' memory: AMD's SEV. */
  readonly sev: boolean;
}

/** The facts with the questions that command lines and documents ask of them. */
export class EmulatorCapabilities {
  readonly facts: EmulatorFacts;
  readonly #types: ReadonlySet<string>;
  readonly #commands: ReadonlySet<string>;
  readonly #machines = new Map<string, MachineType>();

  constructor(facts: EmulatorFacts) {
    this.facts = facts;
    this.#types = new Set(facts.types);
    this.#commands = new Set(facts.commands);
    for (const machine of facts.machines) {
      this.#machines.set(machine.name, machine);
      if (machine.alias !== undefined) this.#machines.set(machine.alias, machine);
    }
  }

  get binary(): string {
    return this.facts.binary;
  }

  get arch(): string {
    return this.facts.arch;
  }

  get version(): number {
    return this.facts.version;
  }

  get kvmUsable(): boolean {
    return this.facts.kvm !== undefined;
  }

  /** Whether QEMU has a device or object type of this name. */
  hasType(name: string): boolean {
    return this.#types.has(name);
  }

  hasCommand(name: string): boolean {
    return this.#commands.has(name);
  }

  /** Whether a command line option takes a parameter. */
  hasOption(option: string, parameter: string): boolean {
    return this.facts.options[option]?.includes(parameter) ?? false;
  }

  hasProperty(type: string, property: string): boolean {
    return this.facts.properties[type]?.includes(property) ?? false;
  }

  /** A machine by canonical name or alias. */
  machine(name: string): MachineType | undefined {
    return this.#machines.get(name);
  }

  /** What guests of a domain type may use: QEMU's own translator, or KVM where it can be had. */
  accelerator(virtType: 'qemu' | 'kvm'): AcceleratorCapabilities | undefined {
    return virtType === 'kvm' ? this.facts.kvm : this.facts.tcg;
  }

  /** The machine of guests that name none. */
  get defaultMachine(): MachineType | undefined {
    return this.facts.machines.find(machine => machine.isDefault) ?? this.facts.machines[0];
  }
}
