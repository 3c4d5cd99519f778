import {
  attr,
  child,
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
  live,
  positive,
} from '../kernel/index.js';
import { atMost, checked, settled } from '../checked.js';
import { cpuSet } from './cpu-set.js';
import { internal, wrong } from './fault-kinds.js';

const isZero = (value: bigint) => value === 0n;
const none = <T>(list: readonly T[]) => list.length === 0;

const vcpupinShape = element('vcpupin', { vcpu: attr('vcpu', uint), cpuset: cpuSet('cpuset', internal) });
/** The host CPUs that one of the guest's may run on. */
export interface Vcpupin extends TypeOf<typeof vcpupinShape> {}
const vcpupin: ElementSchema<Vcpupin> = vcpupinShape;

const emulatorpinShape = element('emulatorpin', { cpuset: cpuSet('cpuset', internal) });
/** The host CPUs that the emulator's other threads may run on. */
export interface Emulatorpin extends TypeOf<typeof emulatorpinShape> {}
const emulatorpin: ElementSchema<Emulatorpin> = emulatorpinShape;

const iothreadpinShape = element('iothreadpin', {
  iothread: attr('iothread', positive),
  cpuset: cpuSet('cpuset', internal),
});
/** The host CPUs that one I/O thread may run on. */
export interface Iothreadpin extends TypeOf<typeof iothreadpinShape> {}
const iothreadpin: ElementSchema<Iothreadpin> = iothreadpinShape;

const policy = {
  scheduler: attr('scheduler', oneOf('batch', 'idle', 'fifo', 'rr')),
  /** For fifo and rr. */
  priority: attr('priority', int).optional,
};
/** Schedulers with priorities have to be given one; of others it means nothing. */
function scheduled<T extends { readonly scheduler: string; readonly priority?: number | undefined }>(
  schema: ElementSchema<T>,
): ElementSchema<T> {
  const complete = checked(schema, ({ scheduler, priority }) =>
    (scheduler === 'fifo' || scheduler === 'rr') && priority === undefined
      ? { what: `Missing required attribute 'priority' in element '${schema.name}'`, kind: {} }
      : undefined,
  );
  return settled(complete, value =>
    value.scheduler === 'fifo' || value.scheduler === 'rr' ? value : { ...value, priority: undefined },
  );
}

const emulatorschedShape = element('emulatorsched', policy);
/** The scheduler of the emulator's own threads. */
export interface Emulatorsched extends TypeOf<typeof emulatorschedShape> {}
const emulatorsched: ElementSchema<Emulatorsched> = scheduled<Emulatorsched>(emulatorschedShape);

const vcpuschedShape = element('vcpusched', { vcpus: cpuSet('vcpus', wrong), ...policy });
/** The scheduler of some of the guest's CPUs. */
export interface Vcpusched extends TypeOf<typeof vcpuschedShape> {}
const vcpusched: ElementSchema<Vcpusched> = scheduled<Vcpusched>(vcpuschedShape);

const iothreadschedShape = element('iothreadsched', { iothreads: cpuSet('iothreads', wrong), ...policy });
/** The scheduler of some I/O threads. */
export interface Iothreadsched extends TypeOf<typeof iothreadschedShape> {}
const iothreadsched: ElementSchema<Iothreadsched> = scheduled<Iothreadsched>(iothreadschedShape);

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

const monitorShape = element('monitor', {
  level: attr('level', uint).optional,
  vcpus: cpuSet('vcpus', wrong, wrong, wrong),
});
/** CPUs of a share that are watched together. */
export interface ResourceMonitor extends TypeOf<typeof monitorShape> {}
const monitor: ElementSchema<ResourceMonitor> = monitorShape;

const cachetuneShape = element('cachetune', {
  vcpus: cpuSet('vcpus', wrong, wrong, wrong),
  /** A name of the host's, which a definition does not keep. */
  id: live(attr('id', str)),
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
  vcpus: cpuSet('vcpus', wrong, wrong, wrong),
  /** A name of the host's, which a definition does not keep. */
  id: live(attr('id', str)),
  nodes: unless(many(nodeBandwidth), none),
  monitors: unless(many(monitor), none),
});
/** Memory bandwidth that some of the guest's CPUs may use. */
export interface Memorytune extends TypeOf<typeof memorytuneShape> {}
const memorytune: ElementSchema<Memorytune> = memorytuneShape;

const cputuneShape = element('cputune', {
  shares: leaf('shares', ulong, wrong).optional,
  /** Periods and quotas are in microseconds; a negative quota is no limit. */
  period: unless(leaf('period', ulong, wrong), isZero),
  quota: unless(leaf('quota', long, wrong), isZero),
  globalPeriod: unless(leaf('global_period', ulong, wrong), isZero),
  globalQuota: unless(leaf('global_quota', long, wrong), isZero),
  emulatorPeriod: unless(leaf('emulator_period', ulong, wrong), isZero),
  emulatorQuota: unless(leaf('emulator_quota', long, wrong), isZero),
  iothreadPeriod: unless(leaf('iothread_period', ulong, wrong), isZero),
  iothreadQuota: unless(leaf('iothread_quota', long, wrong), isZero),
  vcpupins: unless(many(vcpupin), none),
  emulatorpin: atMost(1, 'emulatorpin', child(emulatorpin), 'only one emulatorpin is supported', wrong).optional,
  iothreadpins: unless(many(iothreadpin), none),
  emulatorsched: atMost(1, 'emulatorsched', child(emulatorsched), 'only one emulatorsched is supported', wrong)
    .optional,
  vcpuscheds: unless(many(vcpusched), none),
  iothreadscheds: unless(many(iothreadsched), none),
  cachetunes: unless(many(cachetune), none),
  memorytunes: unless(many(memorytune), none),
});
/** How the guest's threads share the host's CPUs. */
export interface Cputune extends TypeOf<typeof cputuneShape> {}
export const cputune: ElementSchema<Cputune> = cputuneShape;
