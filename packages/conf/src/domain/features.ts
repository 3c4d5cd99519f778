import {
  attr,
  child,
  childOf,
  claimChild,
  element,
  type ElementSchema,
  fault,
  field,
  flag,
  formOf,
  group,
  many,
  oneOf,
  onOff,
  type OptionalField,
  optionalField,
  refined,
  scaledKiB,
  shell,
  type Text,
  type TypeOf,
  unless,
  within,
} from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';
import { featureState, settledState } from './feature-state.js';
import { hyperv } from './hyperv.js';
import { lastOfEach } from './last-of-each.js';
import { kvmFeatures } from './kvm-features.js';
import { xenFeatures } from './xen-features.js';

/** Linux capabilities of a container by name (`mknod`), each on or off. */
export interface ContainerCapabilities {
  readonly policy?: 'default' | 'allow' | 'deny' | undefined;
  readonly states: readonly { readonly name: string; readonly state: boolean }[];
}

const policies = oneOf('default', 'allow', 'deny');
/** Linux capabilities in the order in which libvirt lists them. */
const capabilityNames = [
  'audit_control',
  'audit_write',
  'block_suspend',
  'chown',
  'dac_override',
  'dac_read_search',
  'fowner',
  'fsetid',
  'ipc_lock',
  'ipc_owner',
  'kill',
  'lease',
  'linux_immutable',
  'mac_admin',
  'mac_override',
  'mknod',
  'net_admin',
  'net_bind_service',
  'net_broadcast',
  'net_raw',
  'setgid',
  'setfcap',
  'setpcap',
  'setuid',
  'sys_admin',
  'sys_boot',
  'sys_chroot',
  'sys_module',
  'sys_nice',
  'sys_pacct',
  'sys_ptrace',
  'sys_rawio',
  'sys_resource',
  'sys_time',
  'sys_tty_config',
  'syslog',
  'wake_alarm',
];
const capabilityName: Text<string> = oneOf(...capabilityNames);
/** Stands for the elements of which each has a capability's name. */
const capabilityState = element('capability', { name: attr('name', capabilityName), state: attr('state', onOff) });

const givenState = attr('state', onOff);
const givenPolicy = attr('policy', policies);

const capabilities: OptionalField<ContainerCapabilities> = optionalField<ContainerCapabilities>({
  claims: claimChild('capabilities', 'any'),
  form: formOf(group({ policy: attr('policy', policies).optional, states: many(capabilityState) })),
  missing: () => '',
  present: ({ policy, states }) => states.length > 0 || (policy ?? 'default') !== 'default',
  read(node, reading) {
    const found = childOf(node, 'capabilities');
    if (found === undefined) return undefined;
    const states = found.children.flatMap(entry => {
      if (entry.kind !== 'element') return [];
      const { name } = entry;
      if (capabilityName.read(name) === undefined) {
        throw fault(entry, reading, `unexpected capability feature '${name}'`, '', unsupported);
      }
      return [{ name, state: givenState.spec.read(entry, reading) ?? true }];
    });
    const place = ({ name }: { readonly name: string }) => capabilityNames.indexOf(name);
    states.sort((one, other) => place(one) - place(other));
    return { policy: givenPolicy.spec.read(found, reading) ?? 'default', states };
  },
  children(value, out) {
    out.xml.open('capabilities');
    out.xml.attribute('policy', value.policy ?? 'default');
    for (const { name, state } of value.states) {
      out.xml.open(name);
      out.xml.attribute('state', onOff.write(state));
      out.xml.close();
    }
    out.xml.close();
  },
});

/** In KiB; libvirt writes it in the largest unit of which it is a whole number. */
const tsegKiB = unless(
  field<bigint>({
    ...scaledKiB('tseg', 'MiB').spec,
    children(value, out) {
      const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
      let [size, place] = [value, 0];
      for (; size % 1024n === 0n && place < units.length - 1; place++) size /= 1024n;
      out.xml.open('tseg');
      out.xml.attribute('unit', units[place] ?? 'KiB');
      out.xml.text(String(size));
      out.xml.close();
    },
  }),
  size => size === 0n,
);

const smmShape = element('smm', {
  state: attr('state', onOff).default(true),
  tsegKiB,
});
/** System management mode; size of its memory. */
export interface Smm extends TypeOf<typeof smmShape> {}
const smm: ElementSchema<Smm> = smmShape;

const hptShape = element('hpt', {
  resizing: attr('resizing', oneOf('enabled', 'disabled', 'required')).optional,
  maxPageSizeKiB: unless(scaledKiB('maxpagesize'), size => size === 0n),
});
/** The hashed page table of a pSeries guest. */
export interface Hpt extends TypeOf<typeof hptShape> {}
const hpt: ElementSchema<Hpt> = hptShape;

/** A table of which nothing is said goes without saying. */
function isPlain({ resizing, maxPageSizeKiB }: Hpt): boolean {
  return resizing === undefined && (maxPageSizeKiB ?? 0n) === 0n;
}

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
  smm: refined(child(smm), value => (value.state ? value : { state: false })).optional,
  ioapic: within('ioapic', attr('driver', oneOf('kvm', 'qemu')).optional).optional,
  hpt: unless(child(hpt), isPlain),
  vmcoreinfo: featureState('vmcoreinfo'),
  htm: settledState('htm'),
  nestedHv: settledState('nested-hv'),
  msrsUnknown: within('msrs', attr('unknown', oneOf('ignore', 'fault'))).optional,
  ccfAssist: settledState('ccf-assist'),
  xen: child(xenFeatures).optional,
  cfpc: within('cfpc', attr('value', cbcState).optional).optional,
  sbbc: within('sbbc', attr('value', cbcState).optional).optional,
  ibs: within('ibs', attr('value', oneOf('broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na')).optional)
    .optional,
  tcgTbCacheKiB: unless(within('tcg', scaledKiB('tb-cache').optional), size => size === 0n),
});
/** Features of the machine. */
export interface Features extends TypeOf<typeof featuresShape> {}
export const features: ElementSchema<Features> = lastOfEach<Features>(featuresShape, 'unexpected feature');
