import {
  attr,
  child,
  declaring,
  element,
  type ElementSchema,
  leaf,
  many,
  type Namespace,
  oneOf,
  str,
  type TypeOf,
  unless,
  uuid,
  within,
  yesNo,
} from '../kernel/index.js';
import { fact } from '../found-fact.js';
import { storagePermissions } from './permissions.js';
import { judged } from '../judged.js';
import { noPoolSource, poolSource } from './pool-source.js';
import { scaledBytes } from './size.js';
import { poolJudgements } from './validate-pool.js';

const fs: Namespace = { prefix: 'fs', uri: 'http://libvirt.org/schemas/storagepool/fs/1.0' };
const rbd: Namespace = { prefix: 'rbd', uri: 'http://libvirt.org/schemas/storagepool/rbd/1.0' };
const storage = { domain: 'STORAGE' } as const;

const mountOptionShape = element('option', { name: attr('name', str, storage) }, { namespace: fs });
/** An option for mounting, taken as it is. */
export interface MountOption extends TypeOf<typeof mountOptionShape> {}
const mountOption: ElementSchema<MountOption> = mountOptionShape;

const mountOptionsShape = element('mount_opts', { options: many(mountOption) }, { namespace: fs });
/** Options for mounting a file system pool. */
export interface MountOptions extends TypeOf<typeof mountOptionsShape> {}
const mountOptions: ElementSchema<MountOptions> = mountOptionsShape;

const rbdOptionShape = element(
  'option',
  { name: attr('name', str, storage), value: attr('value', str, storage) },
  { namespace: rbd },
);
/** An option for Ceph's client, taken as it is. */
export interface RbdOption extends TypeOf<typeof rbdOptionShape> {}
const rbdOption: ElementSchema<RbdOption> = rbdOptionShape;

const rbdOptionsShape = element('config_opts', { options: many(rbdOption) }, { namespace: rbd });
/** Options for Ceph's client. */
export interface RbdOptions extends TypeOf<typeof rbdOptionsShape> {}
const rbdOptions: ElementSchema<RbdOptions> = rbdOptionsShape;

const targetShape = element(
  'target',
  { path: leaf('path', str).optional, permissions: child(storagePermissions).optional },
  { empty: 'body' },
);
/** Where the host finds a pool's volumes. */
export interface PoolTarget extends TypeOf<typeof targetShape> {}
const target: ElementSchema<PoolTarget> = targetShape;

/** Kinds of storage pools. */
export const poolType = oneOf(
  'dir',
  'fs',
  'netfs',
  'logical',
  'disk',
  'iscsi',
  'iscsi-direct',
  'scsi',
  'mpath',
  'rbd',
  'sheepdog',
  'gluster',
  'zfs',
  'vstorage',
);
/** A kind of storage pool. */
export type PoolType = NonNullable<ReturnType<typeof poolType.read>>;

const none = ({ options }: { readonly options: readonly unknown[] }) => options.length === 0;

const poolShape = element('pool', {
  type: attr('type', poolType),
  name: leaf('name', str).optional,
  uuid: leaf('uuid', uuid, storage).optional,
  /** Bytes in all, taken and left: facts about the pool, not part of its definition. */
  capacity: fact(scaledBytes('capacity')).default(0n),
  allocation: fact(scaledBytes('allocation')).default(0n),
  available: fact(scaledBytes('available')).default(0n),
  /** Whether files are made with copy on write. */
  cow: within('features', within('cow', attr('state', yesNo).optional).optional).optional,
  source: child(poolSource).default(noPoolSource),
  target: child(target).optional,
  /** What a volume's allocation is taken to be when it is looked at anew. */
  refreshAllocation: within(
    'refresh',
    within(
      'volume',
      attr('allocation', oneOf('default', 'capacity'), { code: 'CONFIG_UNSUPPORTED', domain: 'STORAGE' }).optional,
    ).optional,
  ).optional,
  mountOptions: declaring(fs, unless(child(mountOptions), none)),
  rbdOptions: declaring(rbd, unless(child(rbdOptions), none)),
});
/** A storage pool. */
export interface StoragePool extends TypeOf<typeof poolShape> {}
export const storagePool: ElementSchema<StoragePool> = judged(poolShape, poolJudgements);
