import { imageFormats } from './image-formats.js';
import type { PoolSource } from './pool-source.js';
import type { PoolType } from './pool.js';

/** What libvirt knows about a type of storage pool. */
export interface PoolTypeFacts {
  /** The parts of `<source>` that count for it. */
  readonly source: readonly (keyof PoolSource)[];
  /** Words for the format of the source, the one that an absent one means first. */
  readonly formats?: readonly string[];
  /** Volumes are not found in the host's file system, so there is no target. */
  readonly remote?: true;
  /** The target's path follows from the source's name. */
  readonly targetBelow?: string;
  /** What a volume is unless said otherwise. */
  readonly volume: 'file' | 'block' | 'network';
  /** Words for the format of volumes, the one that an absent one means first. Absent: volumes have no format. */
  readonly volumeFormats?: readonly string[];
}

const partitions = ['none', 'linux', 'fat16', 'fat32', 'linux-swap', 'linux-lvm', 'linux-raid', 'extended'];
const fileSystems = [
  'auto',
  'ext2',
  'ext3',
  'ext4',
  'ufs',
  'iso9660',
  'udf',
  'gfs',
  'gfs2',
  'vfat',
  'hfs+',
  'xfs',
  'ocfs2',
  'vmfs',
];

/** The types of storage pools. */
export const poolTypes: Readonly<Record<PoolType, PoolTypeFacts>> = {
  dir: { source: [], volume: 'file', volumeFormats: imageFormats },
  fs: { source: ['devices'], formats: fileSystems, volume: 'file', volumeFormats: imageFormats },
  netfs: {
    source: ['hosts', 'dir'],
    formats: ['auto', 'nfs', 'glusterfs', 'cifs'],
    volume: 'file',
    volumeFormats: imageFormats,
  },
  logical: { source: ['name', 'devices'], formats: ['lvm2', 'unknown'], targetBelow: '/dev/', volume: 'block' },
  disk: {
    source: ['devices'],
    formats: ['unknown', 'dos', 'dvh', 'gpt', 'mac', 'bsd', 'pc98', 'sun', 'lvm2'],
    volume: 'block',
    volumeFormats: partitions,
  },
  iscsi: { source: ['hosts', 'devices', 'initiatorIqn'], volume: 'block' },
  'iscsi-direct': { source: ['hosts', 'devices', 'initiatorIqn'], remote: true, volume: 'network' },
  scsi: { source: ['adapter'], volume: 'block' },
  mpath: { source: [], volume: 'block' },
  rbd: { source: ['hosts', 'name'], remote: true, volume: 'network', volumeFormats: ['raw'] },
  sheepdog: { source: ['hosts', 'name'], remote: true, volume: 'network' },
  gluster: { source: ['hosts', 'name', 'dir'], remote: true, volume: 'network', volumeFormats: imageFormats },
  zfs: { source: ['name', 'devices'], targetBelow: '/dev/zvol/', volume: 'block' },
  vstorage: { source: ['name'], volume: 'file', volumeFormats: imageFormats },
};
