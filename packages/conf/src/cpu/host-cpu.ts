import {
  type CpuAddressWidth,
  type CpuFeature,
  type CpuModel,
  cpuAddressWidth,
  cpuFeature,
  cpuModel,
} from '../domain/cpu.js';
import {
  attr,
  child,
  type ElementSchema,
  element,
  flag,
  group,
  leaf,
  many,
  positive,
  single,
  str,
  type TypeOf,
  uint,
  ulong,
  within,
  yesNo,
} from '../kernel/index.js';
import { pageSizeKiB } from './page-size.js';

const signatureShape = element('signature', {
  family: attr('family', uint),
  model: attr('model', uint),
  stepping: attr('stepping', uint),
});
/** What an x86 CPU says it is. */
export interface CpuSignature extends TypeOf<typeof signatureShape> {}
const signature: ElementSchema<CpuSignature> = signatureShape;

const counterShape = element('counter', {
  /** `tsc` is the only one. */
  name: attr('name', str),
  frequencyHz: attr('frequency', ulong),
  /** Whether guests can be shown another frequency. */
  scaling: attr('scaling', yesNo).optional,
});
/** A counter that the CPU keeps. */
export interface CpuCounter extends TypeOf<typeof counterShape> {}
const counter: ElementSchema<CpuCounter> = counterShape;

const topologyShape = element('topology', {
  sockets: attr('sockets', positive),
  /** In each socket. */
  dies: attr('dies', positive).default(1),
  /** In each die; daemons before 10.1 do not tell. */
  clusters: attr('clusters', positive).optional,
  cores: attr('cores', positive),
  threads: attr('threads', positive),
});
/** How the CPUs of one NUMA cell are grouped. */
export interface HostCpuTopology extends TypeOf<typeof topologyShape> {}
export const hostCpuTopology: ElementSchema<HostCpuTopology> = topologyShape;

/** What only the CPU of a host says, in front of its topology. */
export const identityFields = {
  microcodeVersion: within('microcode', attr('version', uint)).optional,
  signature: child(signature).optional,
  counter: child(counter).optional,
};

const abilitiesShape = group({ pae: flag('pae'), nonpae: flag('nonpae'), vmx: flag('vmx'), svm: flag('svm') });
/** What Xen's and the mock driver's hosts can do besides the features of their CPU's model. */
export interface HostCpuAbilities extends TypeOf<typeof abilitiesShape> {}
/** The element that these are in, which older documents have for x86 alone. */
export const hostCpuAbilities = within<HostCpuAbilities>('features', abilitiesShape).optional;

/** Sizes of the pages that the host can have, in KiB. */
export const pageSizes = many(single('pages', pageSizeKiB));

const hostCpuShape = element('cpu', {
  arch: leaf('arch', str),
  abilities: hostCpuAbilities,
  /** The nearest model that libvirt has a name for; absent where CPUs have none. */
  model: child<CpuModel>(cpuModel).optional,
  vendor: leaf('vendor', str).optional,
  ...identityFields,
  topology: child(hostCpuTopology).optional,
  addressWidth: child<CpuAddressWidth>(cpuAddressWidth).optional,
  /** What the CPU has beyond its model; they carry no policy. */
  features: many<CpuFeature>(cpuFeature),
  pageSizesKiB: pageSizes,
});
/** The CPU of a host. */
export interface HostCpu extends TypeOf<typeof hostCpuShape> {}
export const hostCpu: ElementSchema<HostCpu> = hostCpuShape;
