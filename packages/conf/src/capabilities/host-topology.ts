import { pageSizeKiB } from '../cpu/page-size.js';
import { cellCache, interconnects, sibling } from '../domain/guest-numa.js';
import {
  attr,
  child,
  content,
  cpuList,
  type ElementSchema,
  element,
  many,
  scaledKiB,
  type TypeOf,
  uint,
  ulong,
  within,
} from '../kernel/index.js';
import { counted } from './counted.js';

const pagesShape = element('pages', { sizeKiB: pageSizeKiB, count: content(ulong).default(0n) });
/** How many pages of one size a cell's memory is made of. */
export interface HostPages extends TypeOf<typeof pagesShape> {}
const pages: ElementSchema<HostPages> = pagesShape;

const cpuShape = element('cpu', {
  /** The number by which pinning names it. */
  id: attr('id', uint),
  socketId: attr('socket_id', uint).optional,
  dieId: attr('die_id', uint).optional,
  /** Daemons before 10.1 do not tell. */
  clusterId: attr('cluster_id', uint).optional,
  coreId: attr('core_id', uint).optional,
  /** The threads of its core, itself included: `0,4`. */
  siblings: attr('siblings', cpuList).optional,
});
/** One logical CPU of the host. What is absent is not known: the CPU is off. */
export interface HostCellCpu extends TypeOf<typeof cpuShape> {}
const cpu: ElementSchema<HostCellCpu> = cpuShape;

const cellShape = element('cell', {
  id: attr('id', uint),
  memoryKiB: scaledKiB('memory').optional,
  pages: many(pages),
  distances: within('distances', many(sibling)).default([]),
  caches: many(cellCache),
  /** Absent for cells of memory alone, of which some daemons write an empty list. */
  cpus: counted('cpus', cpu).optional,
});
/** A NUMA cell of the host. */
export interface HostCell extends TypeOf<typeof cellShape> {}
const cell: ElementSchema<HostCell> = cellShape;

const topologyShape = element('topology', {
  cells: counted('cells', cell),
  interconnects: child(interconnects).optional,
});
/** The host's NUMA cells. */
export interface HostTopology extends TypeOf<typeof topologyShape> {}
export const hostTopology: ElementSchema<HostTopology> = topologyShape;
