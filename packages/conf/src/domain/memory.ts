import {
  attr,
  contentKiB,
  type ElementSchema,
  element,
  flag,
  many,
  oneOf,
  onOff,
  type TypeOf,
  uint,
  unless,
  within,
  attrKiB,
  child,
  scaledKiB,
  field,
  textIn,
  united,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { cpuSet } from './cpu-set.js';
import { unsupported, wrong } from './fault-kinds.js';

const { spec: sizeSpec } = contentKiB;
/** The size in the element's text; an empty one is none. */
const textKiB = field<bigint>({
  ...sizeSpec,
  read: (node, reading) => (textIn(node) === '' ? undefined : sizeSpec.read(node, reading)),
});

const maxMemoryShape = element('maxMemory', {
  slots: filled('slots', uint, wrong).default(0),
  sizeKiB: textKiB.default(0n),
});
/** The most memory that can be plugged, and into how many slots. */
export interface MaxMemory extends TypeOf<typeof maxMemoryShape> {}
export const maxMemory: ElementSchema<MaxMemory> = maxMemoryShape;

const memoryShape = element('memory', {
  /** Whether a core dump of the guest holds its memory. */
  dumpCore: attr('dumpCore', onOff).optional,
  /** 0 when it is left to the NUMA cells. */
  sizeKiB: textKiB.default(0n),
});
/** The memory that the guest starts with. */
export interface Memory extends TypeOf<typeof memoryShape> {}
export const memory: ElementSchema<Memory> = memoryShape;

const memtuneShape = element('memtune', {
  hardLimitKiB: scaledKiB('hard_limit').optional,
  softLimitKiB: scaledKiB('soft_limit').optional,
  minGuaranteeKiB: unless(scaledKiB('min_guarantee'), size => size === 0n),
  swapHardLimitKiB: scaledKiB('swap_hard_limit').optional,
});
/** Limits of what the whole process may take from the host. */
export interface Memtune extends TypeOf<typeof memtuneShape> {}
export const memtune: ElementSchema<Memtune> = memtuneShape;

const pageShape = element('page', { sizeKiB: attrKiB('size'), nodeset: cpuSet('nodeset').optional });
/** Huge pages of one size for some of the guest's NUMA cells; no nodeset: for all others. */
export interface HugePage extends TypeOf<typeof pageShape> {}
const page: ElementSchema<HugePage> = pageShape;

const hugepagesShape = element(
  'hugepages',
  { pages: unless(many(page), list => list.length === 0) },
  { empty: 'always' },
);
/** Huge pages behind the guest's memory; no page named: the host's default size. */
export interface HugePages extends TypeOf<typeof hugepagesShape> {}
const hugepages: ElementSchema<HugePages> = hugepagesShape;

const allocationShape = element('allocation', {
  mode: filled('mode', oneOf('immediate', 'ondemand'), unsupported).optional,
  threads: unless(filled('threads', uint, wrong), count => count === 0),
});
/** When the host's memory is taken, and by how many threads. */
export interface MemoryAllocation extends TypeOf<typeof allocationShape> {}
const allocation: ElementSchema<MemoryAllocation> = allocationShape;

const memoryBackingShape = element('memoryBacking', {
  hugepages: united(hugepages).optional,
  nosharepages: flag('nosharepages'),
  locked: flag('locked'),
  source: within('source', filled('type', oneOf('file', 'anonymous', 'memfd'), unsupported).optional).optional,
  access: within('access', filled('mode', oneOf('shared', 'private'), unsupported).optional).optional,
  allocation: unless(child(allocation), ({ mode, threads }) => mode === undefined && (threads ?? 0) === 0),
  discard: flag('discard'),
});
/** How the host provides the guest's memory. */
export interface MemoryBacking extends TypeOf<typeof memoryBackingShape> {}
export const memoryBacking: ElementSchema<MemoryBacking> = memoryBackingShape;
