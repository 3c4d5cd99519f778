import {
  attr,
  child,
  cpuList,
  type ElementSchema,
  element,
  many,
  oneOf,
  type TypeOf,
  uint,
  unless,
} from '../kernel/index.js';

const mode = oneOf('strict', 'preferred', 'interleave', 'restrictive');

const numaMemoryShape = element('memory', {
  mode: attr('mode', mode).default('strict'),
  nodeset: attr('nodeset', cpuList).optional,
  placement: attr('placement', oneOf('static', 'auto')).optional,
});
/** From which of the host's nodes the guest's memory comes. */
export interface NumaMemory extends TypeOf<typeof numaMemoryShape> {}
const numaMemory: ElementSchema<NumaMemory> = numaMemoryShape;

const memnodeShape = element('memnode', {
  cellId: attr('cellid', uint),
  mode: attr('mode', mode).default('strict'),
  nodeset: attr('nodeset', cpuList),
});
/** From which of the host's nodes the memory of one guest cell comes. */
export interface Memnode extends TypeOf<typeof memnodeShape> {}
const memnode: ElementSchema<Memnode> = memnodeShape;

const numatuneShape = element('numatune', {
  memory: child(numaMemory).optional,
  memnodes: unless(many(memnode), list => list.length === 0),
});
/** Memory placement on the host's NUMA nodes. */
export interface Numatune extends TypeOf<typeof numatuneShape> {}
export const numatune: ElementSchema<Numatune> = numatuneShape;
