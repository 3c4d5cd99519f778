import {
  attr,
  child,
  childOf,
  type ElementSchema,
  element,
  fault,
  field,
  flag,
  group,
  leaf,
  many,
  oneOf,
  only,
  shell,
  str,
  type TypeOf,
  ulong,
  unless,
  within,
} from '../kernel/index.js';
import { filled } from '../filled-attribute.js';
import { fact } from '../found-fact.js';
import { encryption } from './encryption.js';
import { storagePermissions } from './permissions.js';
import { scaledBytes } from './size.js';

const storage = { domain: 'STORAGE' } as const;

const extentShape = element('extent', { start: attr('start', ulong), end: attr('end', ulong) });
/** A part of a device, in bytes. */
export interface VolumeExtent extends TypeOf<typeof extentShape> {}
const extent: ElementSchema<VolumeExtent> = extentShape;

const deviceShape = element('device', { path: attr('path', str), extents: fact(many(extent)) });
/** A device on which a volume lies. */
export interface VolumeDevice extends TypeOf<typeof deviceShape> {}
const device: ElementSchema<VolumeDevice> = deviceShape;

/** Seconds since 1970 and nanoseconds, as `1341933637.273190990`. */
const time = only(str, 'seconds since 1970', text => /^\d+(\.\d{0,9})?$/.test(text));
const timestampsShape = element(
  'timestamps',
  {
    atime: leaf('atime', time).optional,
    mtime: leaf('mtime', time).optional,
    ctime: leaf('ctime', time).optional,
    btime: leaf('btime', time).optional,
  },
  { empty: 'body' },
);
/** When a volume was read, written, changed and made. */
export interface VolumeTimestamps extends TypeOf<typeof timestampsShape> {}
const timestamps: ElementSchema<VolumeTimestamps> = timestampsShape;

const common = {
  path: leaf('path', str).optional,
  /** Which words there are depends on the pool's type. */
  format: within('format', filled('type', str).optional).optional,
  permissions: child(storagePermissions).optional,
  timestamps: fact(child(timestamps)).optional,
};

const features = shell('features', group({ lazyRefcounts: flag('lazy_refcounts'), extendedL2: flag('extended_l2') }));
const featureNames = new Set(['lazy_refcounts', 'extended_l2']);

/** Features of the image format; one that is not known cannot be had. */
const knownFeatures = field({
  ...features.spec,
  read(node, reading) {
    for (const part of childOf(node, 'features')?.children ?? []) {
      if (part.kind === 'element' && !featureNames.has(part.name)) {
        const kind = { code: 'CONFIG_UNSUPPORTED', domain: 'STORAGE' } as const;
        throw fault(part, reading, `unsupported feature ${part.name}`, '', kind);
      }
    }
    return features.spec.read(node, reading);
  },
});

const targetShape = element(
  'target',
  {
    ...common,
    encryption: child(encryption).optional,
    /** Version of the image format, such as `1.1`. */
    compat: leaf('compat', str).optional,
    /** Whether copy on write is switched off for the file, where the file system can. Read only. */
    nocow: unless(flag('nocow'), () => true),
    clusterSize: scaledBytes('clusterSize', 'B', {}, 0xffff_ffff_ffff_ffffn).optional,
    features: knownFeatures.optional,
  },
  { empty: 'body' },
);
/** How a volume is kept. */
export interface VolumeTarget extends TypeOf<typeof targetShape> {}
const target: ElementSchema<VolumeTarget> = targetShape;

const backingShape = element('backingStore', common, { empty: 'body' });
/** The image on top of which a volume is. */
export interface VolumeBacking extends TypeOf<typeof backingShape> {}
const backing: ElementSchema<VolumeBacking> = backingShape;

const volumeShape = element('volume', {
  type: filled('type', oneOf('file', 'block', 'dir', 'network', 'netdir', 'ploop'), {
    code: 'CONFIG_UNSUPPORTED',
    domain: 'STORAGE',
  }).optional,
  name: leaf('name', str, storage),
  /** What tells the volume from all others of the host. */
  key: leaf('key', str).optional,
  /** On which parts of which devices it lies. */
  devices: fact(within('source', many(device))).optional,
  capacity: scaledBytes('capacity').optional,
  allocation: scaledBytes('allocation').optional,
  /** Bytes that the file takes on the host; may be absent. */
  physical: fact(scaledBytes('physical')).optional,
  target: child(target).default({}),
  backing: child(backing).optional,
});
/** A storage volume. */
export interface StorageVolume extends TypeOf<typeof volumeShape> {}
export const storageVolume: ElementSchema<StorageVolume> = volumeShape;
