import {
  attr,
  content,
  type ElementSchema,
  element,
  type Field,
  group,
  many,
  oneOf,
  only,
  type OptionalField,
  secret,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  within,
  word,
  yesNo,
} from '../kernel/index.js';
import { checked, checkedField, settled } from '../checked.js';
import { depending } from '../depending.js';
import { unsupported, wrong } from '../domain/fault-kinds.js';
import { filled } from '../filled-attribute.js';

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
/** Of a socket on this host, that is all that counts. */
export const storageHost: ElementSchema<StorageHost> = settled<StorageHost>(checkedHost, host =>
  host.transport === 'unix' ? { transport: 'unix', socket: host.socket } : host,
);

const storage = { domain: 'STORAGE' } as const;

const cookieShape = element('cookie', { name: attr('name', word, wrong), value: content(str, wrong) });
/** A cookie for an HTTP server. */
export interface StorageCookie extends TypeOf<typeof cookieShape> {}
const cookie: ElementSchema<StorageCookie> = checked<StorageCookie>(cookieShape, ({ name, value }) => {
  if (!cookieName.test(name)) return { what: `cookie name '${name}' contains invalid characters`, kind: storage };
  return cookieValue.test(value)
    ? undefined
    : { what: `value of cookie '${name}' contains invalid characters`, kind: storage };
});

const cookieName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters without quotes, commas, semicolons and backslashes; all of it may be quoted. */
const cookieValue = /^("?)[!#-+\x2d-:<-[\]-~]*\1$/;

const cookies = within(
  'cookies',
  checkedField(many(cookie), list => {
    const names = list.map(({ name }) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    return twice === undefined ? undefined : { what: `duplicate cookie '${twice}'`, kind: storage };
  }),
);

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

type NetProtocol = NonNullable<TypeOf<typeof netProtocol>>;

/** A part of network sources that means something to some protocols; libvirt passes over it in others. */
function forProtocols<T>(protocols: readonly NetProtocol[], inner: Field<T>): OptionalField<T> {
  return depending('protocol', protocols, inner);
}

const curlProtocols = ['http', 'https', 'ftp', 'ftps'] as const;

/** A number of which 0 is as good as none. */
function amount(name: string, attribute: string): OptionalField<bigint> {
  return unless(within(name, filled(attribute, ulong, wrong).optional), given => given === 0n);
}

const identity = within(
  'identity',
  group({
    user: attr('user', str).optional,
    group: attr('group', str).optional,
    username: attr('username', str).optional,
    keyfile: attr('keyfile', str).optional,
    agentsock: attr('agentsock', str).optional,
  }),
);

function isEmpty(value: object): boolean {
  return Object.values(value).every(part => part === undefined);
}

/** What the `<source>` of a network disk says beside what any source does. */
export const networkParts = {
  protocol: attr('protocol', netProtocol),
  name: unless(attr('name', str), name => name === ''),
  query: forProtocols(['http', 'https'], attr('query', str)),
  tls: attr('tls', yesNo).optional,
  tlsHostname: attr('tlsHostname', str).optional,
  hosts: many(storageHost),
  snapshot: within('snapshot', filled('name', str).optional).optional,
  config: within('config', filled('file', str).optional).optional,
  initiator: within('initiator', within('iqn', filled('name', str).optional).optional).optional,
  sslVerify: forProtocols(['https', 'ftps'], within('ssl', attr('verify', yesNo).optional)),
  /** Passwords, as far as the format is concerned. */
  cookies: secret(forProtocols(['http', 'https'], cookies)),
  /** In bytes. */
  readahead: forProtocols(curlProtocols, amount('readahead', 'size')),
  /** In seconds. */
  timeout: forProtocols(curlProtocols, amount('timeout', 'seconds')),
  /** Seconds for which an NBD client tries to connect again. */
  reconnectDelay: forProtocols(['nbd'], within('reconnect', attr('delay', uint).optional)),
  identity: unless(forProtocols(['nfs', 'ssh'], identity), isEmpty),
  knownHosts: forProtocols(['ssh'], within('knownHosts', attr('path', str))),
};
