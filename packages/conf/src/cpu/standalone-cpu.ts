import { cpuAddressWidth, cpuCache, cpuFeature, cpuModel } from '../domain/cpu.js';
import { numa } from '../domain/guest-numa.js';
import {
  attr,
  child,
  type ElementSchema,
  element,
  leaf,
  many,
  oneOf,
  onOff,
  str,
  type TypeOf,
  unless,
} from '../kernel/index.js';
import { hostCpuAbilities, hostCpuTopology, identityFields, pageSizes } from './host-cpu.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const cpuShape = element('cpu', {
  mode: attr('mode', oneOf('custom', 'host-model', 'host-passthrough', 'maximum')).optional,
  match: attr('match', oneOf('minimum', 'exact', 'strict')).optional,
  check: attr('check', oneOf('none', 'partial', 'full')).optional,
  migratable: attr('migratable', onOff).optional,
  /** Only the CPU of a host says its architecture. */
  arch: leaf('arch', str).optional,
  abilities: hostCpuAbilities,
  model: child(cpuModel).optional,
  vendor: leaf('vendor', str).optional,
  ...identityFields,
  topology: child(hostCpuTopology).optional,
  cache: child(cpuCache).optional,
  addressWidth: child(cpuAddressWidth).optional,
  features: unless(many(cpuFeature), none),
  numa: child(numa).optional,
  pageSizesKiB: unless(pageSizes, none),
});
/**
 * A CPU by itself, as comparing CPUs and finding what they have in common take it: one that a guest asks for (`mode`,
 * `match`), or that of a host (`arch`), as capabilities tell it.
 */
export interface StandaloneCpu extends TypeOf<typeof cpuShape> {}
export const standaloneCpu: ElementSchema<StandaloneCpu> = cpuShape;
