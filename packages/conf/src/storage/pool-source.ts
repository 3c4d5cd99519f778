import {
  attr,
  child,
  type ElementSchema,
  element,
  leaf,
  many,
  int,
  str,
  type TypeOf,
  ulong,
  within,
  yesNo,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { fact } from '../found-fact.js';
import { storageAuth } from './auth.js';
import { poolAdapter } from './pool-adapter.js';

const storage = { domain: 'STORAGE' } as const;

const hostShape = element('host', {
  name: attr('name', str, storage),
  port: attr('port', int).optional,
});
/** A server of a storage pool. */
export interface PoolHost extends TypeOf<typeof hostShape> {}
const host: ElementSchema<PoolHost> = hostShape;

const freeExtentShape = element('freeExtent', { start: attr('start', ulong), end: attr('end', ulong) });
/** A part of a disk in which there is no volume yet, in bytes. */
export interface FreeExtent extends TypeOf<typeof freeExtentShape> {}
const freeExtent: ElementSchema<FreeExtent> = freeExtentShape;

const deviceShape = element('device', {
  /** A device, or the name of a target. */
  path: attr('path', str, storage),
  /** Whether names of partitions have a `p` before the number, for device mapper. */
  partSeparator: attr('part_separator', yesNo).optional,
  freeExtents: fact(many(freeExtent)),
});
/** What a pool is made of. */
export interface PoolDevice extends TypeOf<typeof deviceShape> {}
const device: ElementSchema<PoolDevice> = deviceShape;

const sourceShape = element(
  'source',
  {
    hosts: many(host),
    devices: many(device),
    dir: within('dir', filled('path', str).optional).optional,
    adapter: poolAdapter,
    name: leaf('name', str).optional,
    initiatorIqn: within('initiator', within('iqn', filled('name', str).optional).optional).optional,
    /** File system, partition table or volume manager; which words there are depends on the pool's type. */
    format: within('format', filled('type', str).optional).optional,
    auth: child(storageAuth).optional,
    /** Version of NFS to mount with. */
    protocolVersion: within('protocol', filled('ver', str).optional).optional,
    vendor: within('vendor', filled('name', str).optional).optional,
    product: within('product', filled('name', str).optional).optional,
  },
  { empty: 'body' },
);
/** Where a storage pool's bytes are. Which parts count depends on the pool's type. */
export interface PoolSource extends TypeOf<typeof sourceShape> {}
export const poolSource: ElementSchema<PoolSource> = sourceShape;

/** A source that says nothing. */
export const noPoolSource: PoolSource = { hosts: [], devices: [] };
