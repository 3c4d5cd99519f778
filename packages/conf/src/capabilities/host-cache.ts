import {
  attr,
  child,
  cpuList,
  type ElementSchema,
  element,
  many,
  oneOf,
  single,
  str,
  type TypeOf,
  uint,
} from '../kernel/index.js';
import { exactSize, exactSizes } from './exact-size.js';

const kind = oneOf('both', 'code', 'data');

const monitorShape = element('monitor', {
  /** The cache's level; absent for memory bandwidth. */
  level: attr('level', uint).optional,
  /** Bytes of occupancy under which a monitor may be used again. */
  reuseThreshold: attr('reuseThreshold', uint).optional,
  maxMonitors: attr('maxMonitors', uint),
  /** `llc_occupancy`, `mbm_total_bytes`, `mbm_local_bytes` */
  features: many(single('feature', attr('name', str))),
});
/** What the CPU can watch of its caches, or of its use of memory. */
export interface HostResourceMonitor extends TypeOf<typeof monitorShape> {}
const monitor: ElementSchema<HostResourceMonitor> = monitorShape;

const cacheControlShape = element('control', {
  /** In bytes: steps in which parts of the cache are given out, and the smallest part. */
  part: exactSizes('granularity', 'min'),
  type: attr('type', kind),
  /** Into how many parts it can be divided. */
  maxAllocs: attr('maxAllocs', uint),
});
/** How a bank can be divided between guests. */
export interface CacheControl extends TypeOf<typeof cacheControlShape> {}
const cacheControl: ElementSchema<CacheControl> = cacheControlShape;

const bankShape = element('bank', {
  id: attr('id', uint),
  level: attr('level', uint),
  type: attr('type', kind),
  /** In bytes. */
  size: exactSize('size'),
  cpus: attr('cpus', cpuList),
  controls: many(cacheControl),
});
/** A cache that several of the host's CPUs share. */
export interface CacheBank extends TypeOf<typeof bankShape> {}
const bank: ElementSchema<CacheBank> = bankShape;

const cacheShape = element('cache', { banks: many(bank), monitor: child(monitor).optional });
/** The host's caches, as far as they are of use for placing guests. */
export interface HostCache extends TypeOf<typeof cacheShape> {}
export const hostCache: ElementSchema<HostCache> = cacheShape;

const bandwidthControlShape = element('control', {
  /** In percent, as is `min`. */
  granularity: attr('granularity', uint),
  min: attr('min', uint).optional,
  maxAllocs: attr('maxAllocs', uint),
});
/** How the bandwidth of a node can be divided between guests. */
export interface BandwidthControl extends TypeOf<typeof bandwidthControlShape> {}
const bandwidthControl: ElementSchema<BandwidthControl> = bandwidthControlShape;

const nodeShape = element('node', {
  id: attr('id', uint),
  cpus: attr('cpus', cpuList),
  controls: many(bandwidthControl),
});
/** CPUs that share one way to memory. */
export interface BandwidthNode extends TypeOf<typeof nodeShape> {}
const node: ElementSchema<BandwidthNode> = nodeShape;

const bandwidthShape = element('memory_bandwidth', { nodes: many(node), monitor: child(monitor).optional });
/** What can be done about the bandwidth of the host's memory. */
export interface HostMemoryBandwidth extends TypeOf<typeof bandwidthShape> {}
export const hostMemoryBandwidth: ElementSchema<HostMemoryBandwidth> = bandwidthShape;
