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
  word,
  uint,
  unless,
} from '../kernel/index.js';
import { checked } from '../checked.js';
import { wrong } from './fault-kinds.js';
import { numa } from './guest-numa.js';
import { filled } from '../filled-attribute.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const modelShape = element('model', {
  fallback: filled('fallback', oneOf('allow', 'forbid'), { code: 'CONFIG_UNSUPPORTED', domain: 'CPU' }).optional,
  vendorId: filled('vendor_id', str).optional,
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
  name: attr('name', word, { domain: 'CPU' }),
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
export const cpu: ElementSchema<Cpu> = checked<Cpu>(cpuShape, given => {
  const { mode, model, vendor, migratable, cache, features = [], numa: cells } = given;
  const names = new Set(features.map(({ name }) => name));
  const kind = { domain: 'CPU' } as const;
  if (features.length > 0 && model?.name === undefined && (mode ?? 'custom') === 'custom') {
    return { what: 'Non-empty feature list specified without CPU model', kind };
  }
  const twice = features.find(({ name }) => !names.delete(name));
  if (twice !== undefined) return { what: `CPU feature '${twice.name}' specified more than once`, kind };
  if (model?.vendorId?.includes(',') === true) return { what: 'vendor id is invalid', kind };
  const custom = (mode ?? 'custom') === 'custom';
  if (vendor !== undefined && model?.name === undefined && custom) {
    return { what: 'CPU vendor specified without CPU model', kind };
  }
  if (migratable !== undefined && mode !== 'host-passthrough' && mode !== 'maximum') {
    const what = "Attribute migratable is only allowed for 'host-passthrough' / 'maximum' CPU mode";
    return { what, kind: { code: 'CONFIG_UNSUPPORTED', domain: 'CPU' } };
  }
  if (cache?.level !== undefined && (cache.level < 1 || cache.level > 3)) {
    return { what: 'invalid CPU cache level, must be in range [1,3]', kind };
  }
  if (cells !== undefined && cells.cells.length === 0) {
    return { what: 'NUMA topology defined without NUMA cells', kind: wrong };
  }
  return undefined;
});
