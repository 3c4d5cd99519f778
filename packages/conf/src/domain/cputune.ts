import {
  attr,
  child,
  cpuList,
  type ElementSchema,
  element,
  int,
  leaf,
  long,
  many,
  oneOf,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
} from '../kernel/index.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const vcpupinShape = element('vcpupin', { vcpu: attr('vcpu', uint), cpuset: attr('cpuset', cpuList) });
/** The host CPUs that one of the guest's may run on. */
export interface Vcpupin extends TypeOf<typeof vcpupinShape> {}
const vcpupin: ElementSchema<Vcpupin> = vcpupinShape;

const emulatorpinShape = element('emulatorpin', { cpuset: attr('cpuset', cpuList) });
/** The host CPUs that the emulator's other threads may run on. */
export interface Emulatorpin extends TypeOf<typeof emulatorpinShape> {}
const emulatorpin: ElementSchema<Emulatorpin> = emulatorpinShape;

const iothreadpinShape = element('iothreadpin', { iothread: attr('iothread', uint), cpuset: attr('cpuset', cpuList) });
/** The host CPUs that one I/O thread may run on. */
export interface Iothreadpin extends TypeOf<typeof iothreadpinShape> {}
const iothreadpin: ElementSchema<Iothreadpin> = iothreadpinShape;

const policy = {
  scheduler: attr('scheduler', oneOf('batch', 'idle', 'fifo', 'rr')),
  /** For fifo and rr. */
  priority: attr('priority', int).optional,
};
const emulatorschedShape = element('emulatorsched', policy);
/** The scheduler of the emulator's own threads. */
export interface Emulatorsched extends TypeOf<typeof emulatorschedShape> {}
const emulatorsched: ElementSchema<Emulatorsched> = emulatorschedShape;

const vcpuschedShape = element('vcpusched', { vcpus: attr('vcpus', cpuList), ...policy });
/** The scheduler of some of the guest's CPUs. */
export interface Vcpusched extends TypeOf<typeof vcpuschedShape> {}
const vcpusched: ElementSchema<Vcpusched> = vcpuschedShape;

const iothreadschedShape = element('iothreadsched', { iothreads: attr('iothreads', cpuList), ...policy });
/** The scheduler of some I/O threads. */
export interface Iothreadsched extends TypeOf<typeof iothreadschedShape> {}
const iothreadsched: ElementSchema<Iothreadsched> = iothreadschedShape;

const cacheShape = element('cache', {
  id: attr('id', uint),
  level: attr('level', uint),
  type: attr('type', oneOf('both', 'code', 'data')),
  size: attr('size', ulong),
  /** Unit of the size as given. */
  unit: attr('unit', str).optional,
});
/** A share of one cache. */
export interface CacheShare extends TypeOf<typeof cacheShape> {}
const cache: ElementSchema<CacheShare> = cacheShape;

const monitorShape = element('monitor', { level: attr('level', uint).optional, vcpus: attr('vcpus', cpuList) });
/** CPUs of a share that are watched together. */
export interface ResourceMonitor extends TypeOf<typeof monitorShape> {}
const monitor: ElementSchema<ResourceMonitor> = monitorShape;

const cachetuneShape = element('cachetune', {
  vcpus: attr('vcpus', cpuList),
  id: attr('id', str).optional,
  caches: unless(many(cache), none),
  monitors: unless(many(monitor), none),
});
/** Caches that some of the guest's CPUs get for themselves. */
export interface Cachetune extends TypeOf<typeof cachetuneShape> {}
const cachetune: ElementSchema<Cachetune> = cachetuneShape;

const nodeBandwidthShape = element('node', { id: attr('id', uint), bandwidth: attr('bandwidth', uint) });
/** A share in percent of one node's memory bandwidth. */
export interface NodeBandwidth extends TypeOf<typeof nodeBandwidthShape> {}
const nodeBandwidth: ElementSchema<NodeBandwidth> = nodeBandwidthShape;

const memorytuneShape = element('memorytune', {
  vcpus: attr('vcpus', cpuList),
  id: attr('id', str).optional,
  nodes: unless(many(nodeBandwidth), none),
  monitors: unless(many(monitor), none),
});
/** Memory bandwidth that some of the guest's CPUs may use. */
export interface Memorytune extends TypeOf<typeof memorytuneShape> {}
const memorytune: ElementSchema<Memorytune> = memorytuneShape;

const cputuneShape = element('cputune', {
  shares: leaf('shares', ulong).optional,
  /** Periods and quotas are in microseconds; a negative quota is no limit. */
  period: leaf('period', ulong).optional,
  quota: leaf('quota', long).optional,
  globalPeriod: leaf('global_period', ulong).optional,
  globalQuota: leaf('global_quota', long).optional,
  emulatorPeriod: leaf('emulator_period', ulong).optional,
  emulatorQuota: leaf('emulator_quota', long).optional,
  iothreadPeriod: leaf('iothread_period', ulong).optional,
  iothreadQuota: leaf('iothread_quota', long).optional,
  vcpupins: unless(many(vcpupin), none),
  emulatorpin: child(emulatorpin).optional,
  iothreadpins: unless(many(iothreadpin), none),
  emulatorsched: child(emulatorsched).optional,
  vcpuscheds: unless(many(vcpusched), none),
  iothreadscheds: unless(many(iothreadsched), none),
  cachetunes: unless(many(cachetune), none),
  memorytunes: unless(many(memorytune), none),
});
/** How the guest's threads share the host's CPUs. */
export interface Cputune extends TypeOf<typeof cputuneShape> {}
export const cputune: ElementSchema<Cputune> = cputuneShape;
