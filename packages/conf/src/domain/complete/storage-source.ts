import type { StorageHost } from '../../storage/network-source.js';
import type { StorageSource } from '../../storage/source.js';
import { withLun } from './hostdevs.js';

type Protocol = Extract<StorageSource, { type: 'network' }>['protocol'];

/** Ports of network storage; Ceph finds its own. */
const defaultPorts: { readonly [P in Protocol]?: string } = {
  nbd: '10809',
  sheepdog: '7000',
  gluster: '24007',
  iscsi: '3260',
  http: '80',
  https: '443',
  ftp: '21',
  ftps: '990',
  tftp: '69',
  ssh: '22',
  vxhs: '9999',
};

/** Fills in ports of servers and the LUN of an iSCSI target. */
export function completeSource(source: StorageSource): StorageSource {
  if (source.type !== 'network') return source;
  const port = defaultPorts[source.protocol];
  const hosts = source.hosts.map((host): StorageHost => {
    const networked = host.socket === undefined && (host.transport ?? 'tcp') === 'tcp';
    return networked && host.port === undefined && port !== undefined ? { ...host, port } : host;
  });
  const name = source.protocol === 'iscsi' && source.name !== undefined ? withLun(source.name) : source.name;
  return { ...source, hosts, name };
}
