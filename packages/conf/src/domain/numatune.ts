import {
  attr,
  child,
  type ElementSchema,
  element,
  many,
  oneOf,
  type TypeOf,
  uint,
  unless,
  attributeOf,
  childOf,
  field,
} from '../kernel/index.js';
import { cpuSet } from './cpu-set.js';
import { unsupported, wrong } from './fault-kinds.js';

const mode = oneOf('strict', 'preferred', 'interleave', 'restrictive');

const numaMemoryShape = element('memory', {
  mode: attr('mode', mode, unsupported).default('strict'),
  nodeset: cpuSet('nodeset').optional,
  placement: attr('placement', oneOf('static', 'auto'), unsupported).optional,
});
/** From which of the host's nodes the guest's memory comes. */
export interface NumaMemory extends TypeOf<typeof numaMemoryShape> {}
const numaMemory: ElementSchema<NumaMemory> = numaMemoryShape;

const { spec: memorySpec } = child(numaMemory);
/** An element that says nothing is none. */
const saying = field<NumaMemory>({
  ...memorySpec,
  read(node, reading) {
    const found = childOf(node, 'memory');
    const says =
      found !== undefined && ['mode', 'nodeset', 'placement'].some(name => attributeOf(found, name) !== undefined);
    return says ? memorySpec.read(node, reading) : undefined;
  },
});

const memnodeShape = element('memnode', {
  cellId: attr('cellid', uint),
  mode: attr('mode', mode).default('strict'),
  nodeset: cpuSet('nodeset', wrong),
});
/** From which of the host's nodes the memory of one guest cell comes. */
export interface Memnode extends TypeOf<typeof memnodeShape> {}
const memnode: ElementSchema<Memnode> = memnodeShape;

const numatuneShape = element('numatune', {
  memory: saying.optional,
  memnodes: unless(many(memnode), list => list.length === 0),
});
/** Memory placement on the host's NUMA nodes. */
export interface Numatune extends TypeOf<typeof numatuneShape> {}
export const numatune: ElementSchema<Numatune> = numatuneShape;
