import { attr, element, type ElementSchema, many, oneOf, refined, type TypeOf, yesNo } from '../kernel/index.js';
import { checkedField } from '../checked.js';
import { wrong } from './fault-kinds.js';

/** Events that a guest's process can be counted by. */
export const perfEventNames = [
  'cmt',
  'mbmt',
  'mbml',
  'cpu_cycles',
  'instructions',
  'cache_references',
  'cache_misses',
  'branch_instructions',
  'branch_misses',
  'bus_cycles',
  'stalled_cycles_frontend',
  'stalled_cycles_backend',
  'ref_cpu_cycles',
  'cpu_clock',
  'task_clock',
  'page_faults',
  'context_switches',
  'cpu_migrations',
  'page_faults_min',
  'page_faults_maj',
  'alignment_faults',
  'emulation_faults',
] as const;

const perfEventShape = element('event', {
  name: attr('name', oneOf(...perfEventNames)),
  enabled: attr('enabled', yesNo),
});
/** Whether one event is counted. */
export interface PerfEvent extends TypeOf<typeof perfEventShape> {}
const perfEvent: ElementSchema<PerfEvent> = perfEventShape;

const distinct = checkedField(many(perfEvent), list => {
  const twice = list.find(({ name }, at) => list.findIndex(other => other.name === name) < at);
  return twice === undefined ? undefined : { what: `perf event '${twice.name}' was already specified`, kind: wrong };
});

/** libvirt lists them in the order of its table. */
const events = refined(distinct, list => {
  return list.toSorted((one, other) => perfEventNames.indexOf(one.name) - perfEventNames.indexOf(other.name));
});

const perfShape = element('perf', { events });
/** Which events are counted. */
export interface Perf extends TypeOf<typeof perfShape> {}
export const perf: ElementSchema<Perf> = perfShape;
