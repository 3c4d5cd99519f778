import {
  attr,
  content,
  type ElementSchema,
  element,
  many,
  oneOf,
  positive,
  type TypeOf,
  uint,
  unless,
  yesNo,
  attributeOf,
  fault,
  field,
  textIn,
} from '../kernel/index.js';
import { cpuSet } from './cpu-set.js';
import { wrong } from './fault-kinds.js';

const { spec: cpusetSpec } = cpuSet('cpuset');
const { spec: countSpec } = content(uint, wrong);
/** An element that is there has to say it. */
const count = field<number>({
  ...countSpec,
  read(node, reading) {
    if (textIn(node) === '') throw fault(node, reading, 'maximum vcpus count must be an integer', '', wrong);
    return countSpec.read(node, reading);
  },
});
/** What is said of CPUs that are found when the guest starts is passed over. */
const hostCpus = field<string>({
  ...cpusetSpec,
  read: (node, reading) => (attributeOf(node, 'placement') === 'auto' ? undefined : cpusetSpec.read(node, reading)),
});

const vcpuShape = element('vcpu', {
  placement: attr('placement', oneOf('static', 'auto')).optional,
  /** Host CPUs that the guest's may run on. */
  cpuset: hostCpus.optional,
  /** How many are there when the guest starts; absent: all. */
  current: attr('current', uint).optional,
  /** The most that can be there. */
  count: count.default(1),
});
/** The guest's CPUs. */
export interface Vcpu extends TypeOf<typeof vcpuShape> {}
export const vcpu: ElementSchema<Vcpu> = vcpuShape;

const oneVcpuShape = element('vcpu', {
  id: attr('id', uint),
  enabled: attr('enabled', yesNo),
  hotpluggable: attr('hotpluggable', yesNo).optional,
  order: unless(attr('order', uint), order => order === 0),
});
/** The state of one CPU; order is its place in the order of plugging. */
export interface VcpuState extends TypeOf<typeof oneVcpuShape> {}
const oneVcpu: ElementSchema<VcpuState> = oneVcpuShape;

const vcpusShape = element('vcpus', { vcpus: many(oneVcpu) });
/** The states of all CPUs, one by one. */
export interface Vcpus extends TypeOf<typeof vcpusShape> {}
export const vcpus: ElementSchema<Vcpus> = vcpusShape;

const iothreadShape = element('iothread', {
  id: attr('id', positive),
  threadPoolMin: attr('thread_pool_min', uint).optional,
  threadPoolMax: attr('thread_pool_max', uint).optional,
});
/** One I/O thread. */
export interface Iothread extends TypeOf<typeof iothreadShape> {}
const iothread: ElementSchema<Iothread> = iothreadShape;

const iothreadidsShape = element('iothreadids', { iothreads: unless(many(iothread), list => list.length === 0) });
/** The numbers of the I/O threads. */
export interface IothreadIds extends TypeOf<typeof iothreadidsShape> {}
export const iothreadIds: ElementSchema<IothreadIds> = iothreadidsShape;
