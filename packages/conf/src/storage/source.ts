import {
  attr,
  child,
  content,
  type ElementSchema,
  element,
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
  word,
  yesNo,
} from '../kernel/index.js';
import { hostPciAddress } from '../domain/address.js';
import { deviceSeclabels } from '../domain/seclabel.js';
import { storageAuth } from './auth.js';
import { encryption } from './encryption.js';

const hostShape = element('host', {
  name: attr('name', str).optional,
  port: attr('port', str).optional,
  transport: unless(attr('transport', oneOf('tcp', 'unix', 'rdma')), transport => transport === 'tcp'),
  /** Path of the Unix socket, for transport unix. */
  socket: attr('socket', str).optional,
});
/** One server of a network disk. */
export interface StorageHost extends TypeOf<typeof hostShape> {}
export const storageHost: ElementSchema<StorageHost> = hostShape;

const sliceShape = element('slice', {
  type: attr('type', oneOf('storage')),
  offset: attr('offset', ulong),
  size: attr('size', ulong),
});
/** The part of the bytes that makes up the image: offset and size in bytes. */
export interface StorageSlice extends TypeOf<typeof sliceShape> {}
const slice: ElementSchema<StorageSlice> = sliceShape;

const reservationSourceShape = element('source', {
  type: attr('type', oneOf('unix')),
  path: attr('path', str),
  mode: attr('mode', oneOf('client')),
});
/** The socket of a persistent reservation helper. */
export interface ReservationSource extends TypeOf<typeof reservationSourceShape> {}
const reservationSource: ElementSchema<ReservationSource> = reservationSourceShape;

const reservationsShape = element('reservations', {
  managed: attr('managed', yesNo).optional,
  source: child(reservationSource).optional,
});
/** SCSI persistent reservations, which a helper makes on the guest's behalf. */
export interface Reservations extends TypeOf<typeof reservationsShape> {}
const reservations: ElementSchema<Reservations> = reservationsShape;

const cookieShape = element('cookie', { name: attr('name', str), value: content(str) });
/** A cookie for an HTTP server. */
export interface StorageCookie extends TypeOf<typeof cookieShape> {}
const cookie: ElementSchema<StorageCookie> = cookieShape;

const vhostReconnectShape = element('reconnect', {
  enabled: attr('enabled', yesNo),
  timeout: attr('timeout', uint).optional,
});
/** Whether a vhost-user disk connects again after a loss; timeout in seconds. */
export interface VhostReconnect extends TypeOf<typeof vhostReconnectShape> {}
const vhostReconnect: ElementSchema<VhostReconnect> = vhostReconnectShape;

/** What follows in a `<source>` of any type. */
const tail = {
  slices: within('slices', many(slice)).optional,
  seclabels: deviceSeclabels,
  auth: child(storageAuth).optional,
  encryption: child(encryption).optional,
  reservations: child(reservations).optional,
  startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')).optional,
  /** Number of the node in the running backing chain. */
  index: live(attr('index', uint)),
};

/** Protocols of network disks. */
export const netProtocol = oneOf(
  'nbd',
  'rbd',
  'sheepdog',
  'gluster',
  'iscsi',
  'http',
  'https',
  'ftp',
  'ftps',
  'tftp',
  'ssh',
  'vxhs',
  'nfs',
);

const inferredStorageSourceArms = {
  file: within('source', group({ file: attr('file', str).optional, fdGroup: attr('fdgroup', str).optional, ...tail })),
  block: within('source', group({ dev: attr('dev', str).optional, ...tail })),
  dir: within('source', group({ dir: attr('dir', str).optional, ...tail })),
  network: within(
    'source',
    group({
      protocol: attr('protocol', netProtocol),
      name: attr('name', str).optional,
      query: attr('query', str).optional,
      tls: attr('tls', yesNo).optional,
      tlsHostname: attr('tlsHostname', str).optional,
      hosts: many(storageHost),
      snapshot: within('snapshot', attr('name', str)).optional,
      config: within('config', attr('file', str)).optional,
      initiator: within('initiator', within('iqn', attr('name', str))).optional,
      sslVerify: within('ssl', attr('verify', yesNo)).optional,
      cookies: within('cookies', many(cookie)).optional,
      /** In bytes. */
      readahead: within('readahead', attr('size', ulong)).optional,
      /** In seconds. */
      timeout: within('timeout', attr('seconds', ulong)).optional,
      /** Seconds for which an NBD client tries to connect again. */
      reconnectDelay: within('reconnect', attr('delay', uint)).optional,
      identity: within(
        'identity',
        group({
          user: attr('user', str).optional,
          group: attr('group', str).optional,
          username: attr('username', str).optional,
          keyfile: attr('keyfile', str).optional,
          agentsock: attr('agentsock', str).optional,
        }),
      ).optional,
      knownHosts: within('knownHosts', attr('path', str)).optional,
      ...tail,
    }),
  ),
  volume: within(
    'source',
    group({
      pool: attr('pool', word).optional,
      volume: attr('volume', word).optional,
      mode: attr('mode', oneOf('host', 'direct')).optional,
      ...tail,
    }),
  ),
  nvme: within(
    'source',
    group({
      bus: attr('type', oneOf('pci')).default('pci'),
      managed: attr('managed', yesNo).optional,
      namespace: attr('namespace', ulong),
      address: within('address', hostPciAddress).optional,
      ...tail,
    }),
  ),
  vhostuser: within(
    'source',
    group({
      socketType: attr('type', oneOf('unix')).default('unix'),
      path: attr('path', str),
      reconnect: child(vhostReconnect).optional,
      ...tail,
    }),
  ),
};
type InferredStorageSourceArms = typeof inferredStorageSourceArms;
/** The kinds by the value of the telling attribute; named so that types which hold one stay short. */
export interface StorageSourceArms extends InferredStorageSourceArms {}
const storageSourceArms: StorageSourceArms = inferredStorageSourceArms;

const sourceField = variant('type', storageSourceArms, { absent: 'file' });
/** Where the bytes of a disk come from. */
export type StorageSource = TypeOf<typeof sourceField>;
/** Told apart by the `type` attribute of the holder; the rest lives in its `<source>`. */
export const storageSource: RequiredField<StorageSource> = sourceField;

const metadataCacheShape = element('metadata_cache', {
  maxSize: within('max_size', group({ unit: attr('unit', str).optional, size: content(ulong) })).optional,
});
/** Bounds of the cache for an image's metadata. */
export interface MetadataCache extends TypeOf<typeof metadataCacheShape> {}
export const metadataCache: ElementSchema<MetadataCache> = metadataCacheShape;

const formatShape = element('format', { type: attr('type', str), metadataCache: child(metadataCache).optional });
/** The format of an image. */
export interface ImageFormat extends TypeOf<typeof formatShape> {}
export const imageFormat: ElementSchema<ImageFormat> = formatShape;
