import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  formOf,
  group,
  many,
  oneOf,
  only,
  onOff,
  type OptionalField,
  optionalField,
  claimChild,
  scaledKiB,
  str,
  type TypeOf,
  shell,
  within,
  attributeOf,
} from '../kernel/index.js';
import { featureState } from './feature-state.js';
import { hyperv } from './hyperv.js';
import { kvmFeatures } from './kvm-features.js';
import { xenFeatures } from './xen-features.js';

/** Linux capabilities of a container by name (`mknod`), each on or off. */
export interface ContainerCapabilities {
  readonly policy?: 'default' | 'allow' | 'deny' | undefined;
  readonly states: readonly { readonly name: string; readonly state: boolean }[];
}

const policies = oneOf('default', 'allow', 'deny');
const capabilityName = only(str, 'the name of a capability', text => /^[a-z_]+$/.test(text));
/** Stands for the elements of which each has a capability's name. */
const capabilityState = element('capability', { name: attr('name', capabilityName), state: attr('state', onOff) });

const capabilities: OptionalField<ContainerCapabilities> = optionalField<ContainerCapabilities>({
  claims: claimChild('capabilities', 'any'),
  form: formOf(group({ policy: attr('policy', policies).optional, states: many(capabilityState) })),
  missing: () => '',
  read(node) {
    for (const part of node.children) {
      if (part.kind !== 'element' || part.name !== 'capabilities') continue;
      const states = part.children.flatMap(entry =>
        entry.kind === 'element' ? [{ name: entry.name, state: attributeOf(entry, 'state') !== 'off' }] : [],
      );
      return { policy: policies.read(attributeOf(part, 'policy') ?? 'default'), states };
    }
    return undefined;
  },
  children(value, out) {
    out.xml.open('capabilities');
    out.xml.attribute('policy', value.policy ?? 'default');
    out.xml.body();
    for (const { name, state } of value.states) {
      out.xml.open(name);
      out.xml.attribute('state', onOff.write(state));
      out.xml.close();
    }
    out.xml.close();
  },
});

const smmShape = element('smm', {
  state: attr('state', onOff).default(true),
  tsegKiB: scaledKiB('tseg', 'MiB').optional,
});
/** System management mode; size of its memory. */
export interface Smm extends TypeOf<typeof smmShape> {}
const smm: ElementSchema<Smm> = smmShape;

const hptShape = element('hpt', {
  resizing: attr('resizing', oneOf('enabled', 'disabled', 'required')).optional,
  maxPageSizeKiB: scaledKiB('maxpagesize', 'bytes').optional,
});
/** The hashed page table of a pSeries guest. */
export interface Hpt extends TypeOf<typeof hptShape> {}
const hpt: ElementSchema<Hpt> = hptShape;

const cbcState = oneOf('broken', 'workaround', 'fixed');

const featuresShape = element('features', {
  acpi: flag('acpi'),
  apic: shell('apic', group({ eoi: attr('eoi', onOff).optional })).optional,
  pae: flag('pae'),
  hap: featureState('hap'),
  viridian: flag('viridian'),
  privnet: flag('privnet'),
  hyperv: child(hyperv).optional,
  kvm: child(kvmFeatures).optional,
  pvspinlock: featureState('pvspinlock'),
  capabilities,
  pmu: featureState('pmu'),
  vmport: featureState('vmport'),
  /** The version is absent for the host's own. */
  gic: shell('gic', group({ version: attr('version', oneOf('2', '3', 'host')).optional })).optional,
  smm: child(smm).optional,
  ioapic: within('ioapic', attr('driver', oneOf('kvm', 'qemu'))).optional,
  hpt: child(hpt).optional,
  vmcoreinfo: featureState('vmcoreinfo'),
  htm: featureState('htm'),
  nestedHv: featureState('nested-hv'),
  msrsUnknown: within('msrs', attr('unknown', oneOf('ignore', 'fault'))).optional,
  ccfAssist: featureState('ccf-assist'),
  xen: child(xenFeatures).optional,
  cfpc: within('cfpc', attr('value', cbcState)).optional,
  sbbc: within('sbbc', attr('value', cbcState)).optional,
  ibs: within('ibs', attr('value', oneOf('broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na'))).optional,
  tcgTbCacheKiB: within('tcg', scaledKiB('tb-cache')).optional,
});
/** Features of the machine. */
export interface Features extends TypeOf<typeof featuresShape> {}
export const features: ElementSchema<Features> = featuresShape;
