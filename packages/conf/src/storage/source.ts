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
  only,
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
import { checked } from '../checked.js';
import { unsupported, wrong } from '../domain/fault-kinds.js';
import { present } from '../missing.js';
import { storageAuth } from './auth.js';
import { encryption } from './encryption.js';

/** A port by number or by a name that the resolver knows. */
const portText = only(str, 'a port of 0 to 65535', text => /^\d{1,5}$/.test(text) && Number(text) <= 65535);

const hostShape = element('host', {
  name: attr('name', str).optional,
  port: attr('port', portText, { code: 'INVALID_ARG', domain: 'NONE' }).optional,
  transport: unless(attr('transport', oneOf('tcp', 'unix', 'rdma'), unsupported), transport => transport === 'tcp'),
  /** Path of the Unix socket, for transport unix. */
  socket: attr('socket', str).optional,
});
/** One server of a network disk. */
export interface StorageHost extends TypeOf<typeof hostShape> {}
const checkedHost: ElementSchema<StorageHost> = checked<StorageHost>(hostShape, ({ name, transport, socket }) => {
  if (transport === 'unix') {
    return socket === undefined ? { what: 'missing socket for unix transport', kind: wrong } : undefined;
  }
  if (socket !== undefined) {
    return { what: `transport '${transport ?? 'tcp'}' does not support socket attribute`, kind: wrong };
  }
  return name === undefined ? { what: 'missing name for host', kind: wrong } : undefined;
});
export const storageHost: ElementSchema<StorageHost> = {
  ...checkedHost,
  read(node, reading) {
    const host = checkedHost.read(node, reading);
    // A socket on this host is all that counts.
    return host.transport === 'unix' ? { transport: 'unix', socket: host.socket } : host;
  },
};

const storage = { domain: 'STORAGE' } as const;

const sliceShape = element('slice', {
  type: attr('type', oneOf('storage'), wrong),
  offset: attr('offset', ulong, wrong),
  size: attr('size', ulong, wrong),
});
/** The part of the bytes that makes up the image: offset and size in bytes. */
export interface StorageSlice extends TypeOf<typeof sliceShape> {}
const slice: ElementSchema<StorageSlice> = sliceShape;

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
      bus: attr('type', oneOf('pci'), wrong),
      managed: attr('managed', yesNo).optional,
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
