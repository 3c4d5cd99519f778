import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
  leaf,
  many,
  oneOf,
  onOff,
  positive,
  str,
  type TypeOf,
  uint,
  unless,
} from '../kernel/index.js';
import { numa } from './guest-numa.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const modelShape = element('model', {
  fallback: attr('fallback', oneOf('allow', 'forbid')).optional,
  vendorId: attr('vendor_id', str).optional,
  name: content(str).optional,
});
/** A named CPU model. */
export interface CpuModel extends TypeOf<typeof modelShape> {}
export const cpuModel: ElementSchema<CpuModel> = modelShape;

const topologyShape = element('topology', {
  sockets: attr('sockets', positive),
  dies: attr('dies', positive).default(1),
  cores: attr('cores', positive),
  threads: attr('threads', positive),
});
/** How the guest's CPUs are grouped. */
export interface CpuTopology extends TypeOf<typeof topologyShape> {}
const topology: ElementSchema<CpuTopology> = topologyShape;

const cacheShape = element('cache', {
  level: attr('level', uint).optional,
  mode: attr('mode', oneOf('passthrough', 'emulate', 'disable')),
});
/** The cache that the guest sees. */
export interface CpuCache extends TypeOf<typeof cacheShape> {}
export const cpuCache: ElementSchema<CpuCache> = cacheShape;

const addressWidthShape = element('maxphysaddr', {
  mode: attr('mode', oneOf('passthrough', 'emulate')),
  bits: attr('bits', uint).optional,
});
/** Width of physical addresses that the guest sees. */
export interface CpuAddressWidth extends TypeOf<typeof addressWidthShape> {}
export const cpuAddressWidth: ElementSchema<CpuAddressWidth> = addressWidthShape;

const featureShape = element('feature', {
  policy: attr('policy', oneOf('force', 'require', 'optional', 'disable', 'forbid'), {
    code: 'CONFIG_UNSUPPORTED',
    domain: 'CPU',
  }).optional,
  name: attr('name', str),
});
/** One feature that is added to, or taken from, the model. */
export interface CpuFeature extends TypeOf<typeof featureShape> {}
export const cpuFeature: ElementSchema<CpuFeature> = featureShape;

const cpuShape = element('cpu', {
  mode: attr('mode', oneOf('custom', 'host-model', 'host-passthrough', 'maximum'), {
    code: 'CONFIG_UNSUPPORTED',
    domain: 'CPU',
  }).optional,
  match: attr('match', oneOf('minimum', 'exact', 'strict')).optional,
  check: attr('check', oneOf('none', 'partial', 'full')).optional,
  migratable: attr('migratable', onOff).optional,
  model: child(cpuModel).optional,
  vendor: leaf('vendor', str).optional,
  topology: child(topology).optional,
  cache: child(cpuCache).optional,
  addressWidth: child(cpuAddressWidth).optional,
  features: unless(many(cpuFeature), none),
  numa: child(numa).optional,
});
/** The CPU that the guest sees. */
export interface Cpu extends TypeOf<typeof cpuShape> {}
export const cpu: ElementSchema<Cpu> = cpuShape;
