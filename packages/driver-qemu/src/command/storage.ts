import type { StorageSource } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import type { Json, Properties } from './arguments.js';

/** The part of a block node that names where the bytes are: QEMU's protocol driver with its options. */
export function protocolProperties(
  source: StorageSource,
  options: { readonly aio?: string | undefined } = {},
): Properties {
  const { aio } = options;
  switch (source.type) {
    case 'file':
      return { driver: 'file', filename: source.file ?? '', aio };
    case 'block':
      return { driver: 'host_device', filename: source.dev ?? '', aio };
    case 'dir':
      return { driver: 'vvfat', dir: source.dir ?? '', floppy: false, rw: false };
    case 'network':
      return networkProperties(source);
    case 'nvme': {
      const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = source.address ?? {};
      const device = `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${fn}`;
      return { driver: 'nvme', device, namespace: source.namespace };
    }
    case 'volume':
    case 'vhostuser':
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `disk source type '${source.type}' is not supported`);
    default:
      return source satisfies never;
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

type NetworkSource = Extract<StorageSource, { type: 'network' }>;
type Host = NetworkSource['hosts'][number];

/** Ports that a protocol's servers have when the definition names none. */
const defaultPorts: Readonly<Record<string, number>> = {
  nbd: 10809,
  iscsi: 3260,
  gluster: 24007,
  sheepdog: 7000,
  http: 80,
  https: 443,
  ftp: 21,
  ftps: 990,
  tftp: 69,
  ssh: 22,
  vxhs: 9999,
  nfs: 2049,
};

function networkProperties(source: NetworkSource): Properties {
  const { protocol, hosts } = source;
  const name = source.name ?? '';
  switch (protocol) {
    case 'nbd':
      return { driver: 'nbd', server: server(onlyHost(source), protocol), export: source.name };
    case 'iscsi': {
      const [target = '', lun = '0'] = splitLast(name);
      const host = onlyHost(source);
      return {
        driver: 'iscsi',
        portal: `${bracketed(host.name ?? '')}:${portOf(host, protocol)}`,
        target,
        lun: Number(lun),
        transport: 'tcp',
        'initiator-name': source.initiator,
      };
    }
    case 'gluster': {
      const [volume = '', path = ''] = splitFirst(name);
      return { driver: 'gluster', volume, path, server: hosts.map(host => server(host, protocol)), debug: 4 };
    }
    case 'rbd': {
      const [pool = '', image = ''] = splitFirst(name);
      const servers = hosts.map(host => ({ host: host.name ?? '', port: String(portOf(host, protocol)) }));
      return {
        driver: 'rbd',
        pool,
        image,
        snapshot: source.snapshot,
        conf: source.config,
        server: servers.length === 0 ? undefined : servers,
      };
    }
    case 'sheepdog':
      return { driver: 'sheepdog', server: server(onlyHost(source), protocol), vdi: name };
    case 'http':
    case 'https':
    case 'ftp':
    case 'ftps':
    case 'tftp': {
      const host = onlyHost(source);
      const query = source.query === undefined ? '' : `?${source.query}`;
      const path = name.startsWith('/') ? name : `/${name}`;
      return {
        driver: protocol,
        url: `${protocol}://${bracketed(host.name ?? '')}:${portOf(host, protocol)}${path}${query}`,
        sslverify: source.sslVerify,
        readahead: source.readahead,
        timeout: source.timeout,
      };
    }
    default:
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `disk protocol '${protocol}' is not supported`);
  }
}

function onlyHost(source: NetworkSource): Host {
  const [host] = source.hosts;
  if (host === undefined || source.hosts.length > 1)
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `protocol '${source.protocol}' accepts only one host`);
  return host;
}

function server(host: Host, protocol: string): Json {
  if (host.transport === 'unix') return { type: 'unix', path: host.socket ?? '' };
  return { type: 'inet', host: host.name ?? '', port: String(portOf(host, protocol)) };
}

function portOf(host: Host, protocol: string): number | string {
  return host.port ?? defaultPorts[protocol] ?? 0;
}

function bracketed(name: string): string {
  return name.includes(':') ? `[${name}]` : name;
}

function splitFirst(name: string): readonly string[] {
  const at = name.indexOf('/');
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

function splitLast(name: string): readonly string[] {
  const at = name.lastIndexOf('/');
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}
