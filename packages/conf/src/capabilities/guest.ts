import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
  flag,
  leaf,
  many,
  onOff,
  type StructOf,
  str,
  type TypeOf,
  uint,
  yesNo,
} from '../kernel/index.js';

const machineShape = element('machine', {
  /** The versioned name that an alias such as `pc` stands for. */
  canonical: attr('canonical', str).optional,
  maxCpus: attr('maxCpus', uint).optional,
  deprecated: attr('deprecated', yesNo).implied(false),
  name: content(str),
});
/** A machine type. */
export interface GuestMachine extends TypeOf<typeof machineShape> {}
const machine: ElementSchema<GuestMachine> = machineShape;

const domainShape = element('domain', {
  /** `kvm`, `qemu`, `xen`, `lxc`... */
  type: attr('type', str),
  /** Instead of the architecture's. */
  emulator: leaf('emulator', str).optional,
  /** Instead of the architecture's. */
  machines: many(machine),
});
/** A type of domain that guests of one architecture can have. */
export interface GuestDomain extends TypeOf<typeof domainShape> {}
const domain: ElementSchema<GuestDomain> = domainShape;

const archShape = element('arch', {
  name: attr('name', str),
  /** 31, 32 or 64 bits. */
  wordSize: leaf('wordsize', uint),
  emulator: leaf('emulator', str).optional,
  loader: leaf('loader', str).optional,
  /** The default first. */
  machines: many(machine),
  domains: many(domain),
});
/** What guests of one architecture can be. */
export interface GuestArchitecture extends TypeOf<typeof archShape> {}
const arch: ElementSchema<GuestArchitecture> = archShape;

const toggleFields = { default: attr('default', onOff), toggle: attr('toggle', yesNo) };
/** A feature that is on or off by itself; `toggle` says whether it is one to choose. */
export interface FeatureToggle extends StructOf<typeof toggleFields> {}

function toggle(name: string): ElementSchema<FeatureToggle> {
  return element(name, toggleFields);
}

const featuresShape = element('features', {
  pae: flag('pae'),
  nonpae: flag('nonpae'),
  ia64Be: flag('ia64_be'),
  acpi: child(toggle('acpi')).optional,
  apic: child(toggle('apic')).optional,
  cpuSelection: flag('cpuselection'),
  deviceBoot: flag('deviceboot'),
  diskSnapshot: child(toggle('disksnapshot')).optional,
  hap: child(toggle('hap')).optional,
  /** Told by daemons since 9.9. */
  externalSnapshot: flag('externalSnapshot'),
});
/** What guests can have, be without, or be configured for. */
export interface GuestFeatures extends TypeOf<typeof featuresShape> {}
const features: ElementSchema<GuestFeatures> = featuresShape;

const guestShape = element('guest', {
  /** `hvm`, `xen`, `exe`, `linux`... */
  osType: leaf('os_type', str),
  arch: child(arch),
  features: child(features).optional,
});
/** One kind of guests that the host can run. */
export interface CapabilitiesGuest extends TypeOf<typeof guestShape> {}
export const capabilitiesGuest: ElementSchema<CapabilitiesGuest> = guestShape;
