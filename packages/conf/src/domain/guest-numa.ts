import {
  attr,
  attrKiB,
  child,
  claimAttribute,
  type ElementSchema,
  element,
  field,
  many,
  oneOf,
  type TypeOf,
  uint,
  unless,
  within,
  yesNo,
  positive,
  attributeOf,
  readCpuSet,
} from '../kernel/index.js';
import { checkedField } from '../checked.js';
import { wrong } from './fault-kinds.js';
import { cpuSet } from './cpu-set.js';

const none = <T>(list: readonly T[]) => list.length === 0;

const siblingShape = element('sibling', { id: attr('id', uint), value: attr('value', uint) });
/** The distance to another cell: 10 is near, 255 unreachable. */
export interface NumaDistance extends TypeOf<typeof siblingShape> {}
export const sibling: ElementSchema<NumaDistance> = siblingShape;

const lineSize = attr('value', uint).spec;
/** A number of bytes: libvirt ignores what the document says the unit is, and writes the one it means. */
const bytes = field<number>({
  ...lineSize,
  claims: claimAttribute('value', 'unit'),
  attributes(value, out) {
    lineSize.attributes?.(value, out);
    out.xml.attribute('unit', 'B');
  },
});

const cellCacheShape = element('cache', {
  level: attr('level', positive, wrong),
  associativity: attr('associativity', oneOf('none', 'direct', 'full'), wrong),
  policy: attr('policy', oneOf('none', 'writeback', 'writethrough'), wrong),
  sizeKiB: within('size', attrKiB('value')),
  lineBytes: within('line', bytes),
});
/** A cache in front of a cell's memory. */
export interface NumaCellCache extends TypeOf<typeof cellCacheShape> {}
export const cellCache: ElementSchema<NumaCellCache> = cellCacheShape;

const { spec: cpusSpec } = cpuSet('cpus');
/** No CPUs at all are none. */
const cpus = field<string>({
  ...cpusSpec,
  read(node, reading) {
    const given = attributeOf(node, 'cpus');
    return given !== undefined && readCpuSet(given)?.length === 0 ? undefined : cpusSpec.read(node, reading);
  },
});

/** A list that is there has something in it. */
const siblings = checkedField(many(sibling), list =>
  list.length === 0 ? { what: 'NUMA distances defined without siblings', kind: wrong } : undefined,
);

const cellShape = element('cell', {
  id: attr('id', uint).optional,
  cpus: cpus.optional,
  memoryKiB: attrKiB('memory'),
  memAccess: attr('memAccess', oneOf('shared', 'private')).optional,
  discard: attr('discard', yesNo).optional,
  distances: within('distances', siblings).optional,
  caches: unless(many(cellCache), none),
});
/** A NUMA node that the guest sees. */
export interface NumaCell extends TypeOf<typeof cellShape> {}
const cell: ElementSchema<NumaCell> = cellShape;

const latencyShape = element('latency', {
  initiator: attr('initiator', uint),
  target: attr('target', uint),
  cache: attr('cache', uint).optional,
  type: attr('type', oneOf('access', 'read', 'write')),
  /** In nanoseconds. */
  value: attr('value', uint),
});
/** How long one cell takes to reach another's memory. */
export interface NumaLatency extends TypeOf<typeof latencyShape> {}
const latency: ElementSchema<NumaLatency> = latencyShape;

const bandwidthShape = element('bandwidth', {
  initiator: attr('initiator', uint),
  target: attr('target', uint),
  cache: attr('cache', uint).optional,
  type: attr('type', oneOf('access', 'read', 'write')),
  /** A second. */
  valueKiB: attrKiB('value'),
});
/** How much one cell reads from another's memory. */
export interface NumaBandwidth extends TypeOf<typeof bandwidthShape> {}
const bandwidth: ElementSchema<NumaBandwidth> = bandwidthShape;

const interconnectsShape = element('interconnects', {
  latencies: unless(many(latency), none),
  bandwidths: unless(many(bandwidth), none),
});
/** Latencies and bandwidths between cells. */
export interface NumaInterconnects extends TypeOf<typeof interconnectsShape> {}
export const interconnects: ElementSchema<NumaInterconnects> = interconnectsShape;

const numaShape = element('numa', { cells: many(cell), interconnects: child(interconnects).optional });
/** The NUMA nodes that the guest sees. */
export interface GuestNuma extends TypeOf<typeof numaShape> {}
export const numa: ElementSchema<GuestNuma> = numaShape;
