import {
  attr,
  attributeOf,
  child,
  claimFirst,
  element,
  type ElementSchema,
  fault,
  field,
  group,
  live,
  many,
  oneOf,
  type RequiredField,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  variant,
  within,
  yesNo,
} from '../kernel/index.js';
import { hostPciAddress } from '../domain/address.js';
import { deviceSeclabels } from '../domain/seclabel.js';
import { checked, settled } from '../checked.js';
import { having } from '../having.js';
import { unsupported, wrong } from '../domain/fault-kinds.js';
import { present } from '../missing.js';
import { storageAuth } from './auth.js';
import { encryption } from './encryption.js';
import { imageFormats } from './image-formats.js';
import { networkParts } from './network-source.js';
import { scaledBytes } from './size.js';

const storage = { domain: 'STORAGE' } as const;

const sliceShape = element('slice', {
  type: attr('type', oneOf('storage'), wrong),
  offset: attr('offset', ulong, wrong),
  size: attr('size', ulong, wrong),
});
/** The part of the bytes that makes up the image: offset and size in bytes. */
export interface StorageSlice extends TypeOf<typeof sliceShape> {}
const slice: ElementSchema<StorageSlice> = sliceShape;

/** Of several slices the first that is one of storage counts. */
const firstSlice = field<readonly StorageSlice[]>({
  ...many(slice).spec,
  claims: claimFirst('slice', 'own'),
  read(node, reading) {
    for (const part of node.children) {
      if (part.kind === 'element' && part.name === 'slice' && attributeOf(part, 'type') === 'storage') {
        return [slice.read(part, reading)];
      }
    }
    return undefined;
  },
});

const reservationSourceShape = element('source', {
  type: attr('type', oneOf('unix'), storage),
  path: attr('path', str, storage),
  mode: attr('mode', oneOf('client'), storage),
});
/** The socket of a persistent reservation helper. */
export interface ReservationSource extends TypeOf<typeof reservationSourceShape> {}
const reservationSource: ElementSchema<ReservationSource> = reservationSourceShape;

const reservationsShape = element('reservations', {
  managed: attr('managed', yesNo),
  source: child(reservationSource).optional,
});
/** SCSI persistent reservations, which a helper makes on the guest's behalf. */
export interface Reservations extends TypeOf<typeof reservationsShape> {}
const reservations: ElementSchema<Reservations> = checked<Reservations>(reservationsShape, ({ managed, source }) =>
  managed || source !== undefined ? undefined : { what: 'missing connection type for <reservations/>', kind: storage },
);

const vhostReconnectShape = element('reconnect', {
  enabled: attr('enabled', yesNo),
  timeout: attr('timeout', uint).optional,
});
/** Whether a vhost-user disk connects again after a loss; timeout in seconds. */
export interface VhostReconnect extends TypeOf<typeof vhostReconnectShape> {}
const vhostReconnect: ElementSchema<VhostReconnect> = settled<VhostReconnect>(
  checked<VhostReconnect>(vhostReconnectShape, ({ enabled, timeout }) =>
    enabled && timeout === undefined
      ? { what: "Missing required attribute 'timeout' in element 'reconnect'", kind: {} }
      : undefined,
  ),
  value => (value.enabled || value.timeout === undefined ? value : { enabled: false }),
);

/** What follows in a `<source>` of any type. */
const tail = {
  slices: within('slices', firstSlice).optional,
  seclabels: deviceSeclabels,
  auth: child(storageAuth).optional,
  encryption: child(encryption).optional,
  reservations: child(reservations).optional,
  startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')).optional,
  /** Number of the node in the running backing chain. */
  index: live(attr('index', uint)),
};

/** An empty path is as good as none. */
const path = (name: string) => unless(attr(name, str), text => text === '');

const inferredStorageSourceArms = {
  file: within('source', group({ file: path('file'), fdGroup: attr('fdgroup', str).optional, ...tail })),
  block: within('source', group({ dev: path('dev'), ...tail })),
  dir: within('source', group({ dir: path('dir'), ...tail })),
  network: within(
    'source',
    group({
      ...networkParts,
      ...tail,
      // There is no file on the host to label.
      seclabels: unless(tail.seclabels, () => true),
    }),
  ),
  volume: within(
    'source',
    group({
      pool: attr('pool', str).optional,
      volume: attr('volume', str).optional,
      mode: unless(attr('mode', oneOf('default', 'host', 'direct'), unsupported), mode => mode === 'default'),
      ...tail,
      // The pool knows who logs in: what is said here is read, and not kept.
      auth: unless(tail.auth, () => true),
    }),
  ),
  nvme: within(
    'source',
    group({
      bus: attr('type', oneOf('pci'), wrong),
      managed: attr('managed', yesNo).default(true),
      namespace: attr('namespace', ulong, wrong),
      address: present(within('address', hostPciAddress), wrong),
      ...tail,
    }),
  ),
  vhostuser: within(
    'source',
    group({
      socketType: attr('type', oneOf('unix'), wrong),
      path: attr('path', str, wrong),
      reconnect: having('enabled', child(vhostReconnect)).optional,
      ...tail,
    }),
  ),
};
type InferredStorageSourceArms = typeof inferredStorageSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface StorageSourceArms extends InferredStorageSourceArms {}
const storageSourceArms: StorageSourceArms = inferredStorageSourceArms;

/** Whether disks and images have a type of that name. */
export function isSourceType(name: string): name is keyof StorageSourceArms {
  return Object.hasOwn(storageSourceArms, name);
}

const sourceField = variant('type', storageSourceArms, { absent: 'file' });
/** Where the bytes of a disk come from. */
export type StorageSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of the holder; the rest lives in its `<source>`. */
export const storageSource: RequiredField<StorageSource> = sourceField;

/** As `storageSource`, for the images below a disk's own. */
export const chainedSource: RequiredField<StorageSource> = field<StorageSource>({
  ...sourceField.spec,
  read(node, reading) {
    const type = attributeOf(node, 'type');
    if (type === undefined || isSourceType(type)) return sourceField.spec.read(node, reading);
    throw fault(node, reading, `unknown storage source type '${type}'`, '', wrong);
  },
});

const metadataCacheShape = element('metadata_cache', {
  /** In bytes. */
  maxSize: unless(scaledBytes('max_size', 'bytes', {}), size => size === 0n),
});
/** Bounds of the cache for an image's metadata. */
export interface MetadataCache extends TypeOf<typeof metadataCacheShape> {}
export const metadataCache: ElementSchema<MetadataCache> = metadataCacheShape;

const formatShape = element('format', {
  type: attr('type', oneOf(...imageFormats), wrong),
  metadataCache: unless(child(metadataCache), ({ maxSize = 0n }) => maxSize === 0n),
});
/** The format of an image. */
export interface ImageFormat extends TypeOf<typeof formatShape> {}
export const imageFormat: ElementSchema<ImageFormat> = formatShape;
