import type { ServerLimits } from '@tsvirt/core/rpc';
import {
  isDegenerateUuid,
  type LogFilter,
  type LogLevel,
  type LogOutput,
  parseLogFilters,
  parseLogLevel,
  parseLogOutputs,
  parseUuid,
  VirtError,
} from '@tsvirt/util';
import { ConfFile } from '@tsvirt/util/host';

/** Ways to prove who one is that the configuration may name. */
type AuthScheme = 'none' | 'sasl' | 'polkit';

/** What the configuration file says, with the defaults of libvirtd.conf where it says nothing. */
export interface Settings {
  readonly unixSockets: {
    /** Name or number of the group that owns the sockets; undefined: the daemon's own. */
    readonly group: string | undefined;
    readonly readOnlyMode: number;
    readonly readWriteMode: number;
    readonly adminMode: number;
    /** Folder of the sockets; undefined: the layout's. */
    readonly folder: string | undefined;
  };
  /** Undefined: not said. */
  readonly tcpAuth: AuthScheme | undefined;
  readonly listen: {
    readonly tcp: boolean;
    /** Undefined: not said, which for libvirtd means yes. */
    readonly tls: boolean | undefined;
    /** Undefined: all interfaces. */
    readonly address: string | undefined;
    readonly tcpPort: string;
  };
  /** What is absent has the server's default. */
  readonly limits: Partial<ServerLimits>;
  readonly adminLimits: Partial<ServerLimits>;
  readonly log: {
    readonly level: LogLevel;
    readonly filters: readonly LogFilter[];
    /** Undefined: not said. */
    readonly outputs: readonly LogOutput[] | undefined;
  };
  readonly hostUuid: string | undefined;
  readonly hostUuidSource: 'smbios' | 'machine-id';
  readonly drivers: {
    /** Packages to use, by name or absolute folder, before those that are found. */
    readonly packages: readonly string[];
    readonly folders: readonly string[];
    readonly allow: readonly string[] | undefined;
    readonly deny: readonly string[];
  };
  readonly defaultUri: string | undefined;
  /** Where a key is set, as errors say it: `tsvirtd.conf:12`. */
  readonly place: (key: string) => string;
  /** What the file asks for and cannot have, or what is in it by mistake: one line each. */
  readonly warnings: readonly string[];
}

/**
 * Reads the configuration.
 * @param file undefined: everything has its default
 * @throws VirtError naming file, key and expectation when a value is not what its key takes
 */
export function readSettings(file: ConfFile | undefined): Settings {
  const conf = file ?? ConfFile.parse('', 'defaults');
  for (const key of ['auth_unix_ro', 'auth_unix_rw']) refuseAuth(conf, key);
  const settings = {
    unixSockets: {
      group: conf.string('unix_sock_group'),
      readOnlyMode: mode(conf, 'unix_sock_ro_perms', 0o777),
      readWriteMode: mode(conf, 'unix_sock_rw_perms', 0o700),
      adminMode: mode(conf, 'unix_sock_admin_perms', 0o700),
      folder: folder(conf, 'unix_sock_dir'),
    },
    tcpAuth: auth(conf, 'auth_tcp'),
    listen: {
      tcp: conf.boolean('listen_tcp') ?? false,
      tls: conf.boolean('listen_tls'),
      address: conf.string('listen_addr'),
      tcpPort: port(conf, 'tcp_port') ?? '16509',
    },
    limits: limits(conf, ''),
    adminLimits: { maxClients: 5, maxQueuedClients: 5, maxAnonymousClients: 0, ...limits(conf, 'admin_') },
    log: {
      level: parseLogLevel(conf.uint('log_level', { min: 0, max: 4 }) || 3) ?? 'warning',
      filters: placed(conf, 'log_filters', parseLogFilters) ?? [],
      outputs: outputs(conf),
    },
    hostUuid: hostUuid(conf),
    hostUuidSource: oneOf(conf, 'host_uuid_source', ['smbios', 'machine-id']) ?? 'smbios',
    drivers: {
      packages: conf.strings('driver_packages') ?? [],
      folders: conf.strings('driver_path', { single: true }) ?? [],
      allow: conf.strings('driver_allow'),
      deny: conf.strings('driver_deny') ?? [],
    },
    defaultUri: conf.string('uri_default'),
    place: (key: string) => conf.place(key),
  } as const;
  const without = withoutEffect(conf);
  const unknown = conf.unused().map(({ key, line }) => `${conf.name}:${line}: unknown key ${key}`);
  return { ...settings, warnings: [...without, ...unknown] };
}

/** Keys of libvirtd.conf that are read and mean nothing here, with the reason that is worth a line when they are set. */
const idle: Readonly<
  Record<string, { readonly type: 'uint' | 'int' | 'string' | 'strings'; readonly because?: string }>
> = {
  // Calls run side by side on one event loop: there are no worker threads to count.
  min_workers: { type: 'uint' },
  max_workers: { type: 'uint' },
  prio_workers: { type: 'uint' },
  admin_min_workers: { type: 'uint' },
  admin_max_workers: { type: 'uint' },
  // libvirtd ignores these two itself.
  keepalive_required: { type: 'uint' },
  admin_keepalive_required: { type: 'uint' },
  audit_level: { type: 'uint' },
  audit_logging: { type: 'uint' },
  ovs_timeout: { type: 'uint' },
  // TLS is not served, so what concerns it alone is no worry.
  tls_port: { type: 'string' },
  auth_tls: { type: 'string' },
  key_file: { type: 'string' },
  cert_file: { type: 'string' },
  ca_file: { type: 'string' },
  crl_file: { type: 'string' },
  tls_no_sanity_certificate: { type: 'uint' },
  tls_no_verify_certificate: { type: 'uint' },
  tls_allowed_dn_list: { type: 'strings' },
  tls_priority: { type: 'string' },
  tcp_min_ssf: { type: 'uint' },
  sasl_allowed_username_list: { type: 'strings', because: 'SASL is not served, so nobody is let in or kept out by it' },
  access_drivers: {
    type: 'strings',
    because: 'access drivers are not supported: who may open a socket may use all of it',
  },
};

function withoutEffect(conf: ConfFile): string[] {
  const lines: string[] = [];
  for (const [key, { type, because }] of Object.entries(idle)) {
    if (conf[type](key) !== undefined && because !== undefined) lines.push(`${conf.place(key)}: ${key}: ${because}`);
  }
  return lines;
}

function limits(conf: ConfFile, prefix: '' | 'admin_'): Partial<ServerLimits> {
  return withoutAbsent({
    maxClients: conf.uint(`${prefix}max_clients`, { min: 1 }),
    maxQueuedClients: conf.uint(`${prefix}max_queued_clients`),
    maxAnonymousClients: prefix === '' ? conf.uint('max_anonymous_clients') : undefined,
    maxClientRequests: conf.uint(`${prefix}max_client_requests`, { min: 1 }),
    keepaliveInterval: conf.int(`${prefix}keepalive_interval`, { min: -1 }),
    keepaliveCount: conf.uint(`${prefix}keepalive_count`),
  });
}

function withoutAbsent<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // Only entries that are there are kept, so none of the values is undefined.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function wrong(conf: ConfFile, key: string, value: string, expected: string): VirtError {
  return new VirtError('CONFIG_UNSUPPORTED', 'CONF', `${conf.place(key)}: ${key} is '${value}', expected ${expected}`);
}

function port(conf: ConfFile, key: string): string | undefined {
  const text = conf.string(key);
  if (text !== undefined && !(/^\d{1,5}$/.test(text) && Number(text) <= 65_535))
    throw wrong(conf, key, text, 'a port number up to 65535');
  return text;
}

/** Permissions of a socket, in octal digits. */
function mode(conf: ConfFile, key: string, fallback: number): number {
  const text = conf.string(key);
  if (text === undefined) return fallback;
  if (!/^0?[0-7]{3}$/.test(text)) throw wrong(conf, key, text, 'octal permissions like "0770"');
  return Number.parseInt(text, 8);
}

function folder(conf: ConfFile, key: string): string | undefined {
  const text = conf.string(key);
  if (text !== undefined && !text.startsWith('/')) throw wrong(conf, key, text, 'an absolute path');
  return text;
}

function oneOf<const T extends string>(conf: ConfFile, key: string, values: readonly T[]): T | undefined {
  const text = conf.string(key);
  const value = values.find(candidate => candidate === text);
  if (text !== undefined && value === undefined) throw wrong(conf, key, text, values.join(' or '));
  return value;
}

function auth(conf: ConfFile, key: string): AuthScheme | undefined {
  return oneOf(conf, key, ['none', 'sasl', 'polkit']);
}

/** Reads a value that is a language of its own; its errors say where it stands. */
function placed<T>(conf: ConfFile, key: string, read: (text: string) => T): T | undefined {
  const text = conf.string(key);
  if (text === undefined) return undefined;
  try {
    return read(text);
  } catch (reason) {
    const { code, detail, message } = VirtError.wrap(reason, 'CONF');
    throw new VirtError(code, 'CONF', `${conf.place(key)}: ${key}: ${detail ?? message}`, { cause: reason });
  }
}

/** Whoever asks for more protection than there is must not be given less. */
function refuseAuth(conf: ConfFile, key: string): void {
  const scheme = auth(conf, key) ?? 'none';
  if (scheme === 'none') return;
  const why = 'is not supported: sockets are kept by their permissions alone, which is "none"';
  throw new VirtError('CONFIG_UNSUPPORTED', 'CONF', `${conf.place(key)}: ${key} = "${scheme}" ${why}`);
}

function outputs(conf: ConfFile): LogOutput[] | undefined {
  const found = placed(conf, 'log_outputs', parseLogOutputs);
  return found === undefined || found.length === 0 ? undefined : found;
}

function hostUuid(conf: ConfFile): string | undefined {
  const text = conf.string('host_uuid');
  if (text === undefined) return undefined;
  const bytes = parseUuid(text);
  if (bytes === undefined || isDegenerateUuid(bytes))
    throw wrong(conf, 'host_uuid', text, 'a UUID with digits that differ');
  return text;
}
