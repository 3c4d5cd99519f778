import { unlink } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Endpoint } from '@tsvirt/core/rpc';
import { isErrno } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';
import type { ActivatedSocket, SocketRole } from './activation.js';
import type { Layout } from './layout.js';
import { type ListenAddress, type Options, parseListenAddress } from './options.js';
import type { Settings } from './settings.js';
import { exitCodes, StartupError } from './startup-error.js';

/** One socket to open. */
export interface PlannedSocket {
  readonly role: Exclude<SocketRole, 'tls'>;
  readonly endpoint: Endpoint;
}

/** What decides which sockets are opened. */
export interface SocketPlan {
  readonly layout: Layout;
  readonly options: Pick<Options, 'root' | 'listen' | 'listenConfigured'>;
  readonly settings: Settings;
  readonly activated: readonly ActivatedSocket[];
  /** Numeric group of the Unix sockets; undefined: the process's. */
  readonly gid: number | undefined;
}

/**
 * The sockets to open. Where the service manager handed some over, those are all, as with libvirtd.
 * @throws StartupError for TCP that would be open to others without being asked for in so many words
 */
export function planSockets({ layout, options, settings, activated, gid }: SocketPlan): PlannedSocket[] {
  if (activated.length > 0) {
    return activated.flatMap(({ role, fd }) =>
      role === 'tls' ? [] : [{ role, endpoint: { kind: 'fd' as const, fd } }],
    );
  }
  const { readWriteMode, readOnlyMode, adminMode } = settings.unixSockets;
  const unix = (name: string, mode: number): Endpoint => {
    return { kind: 'unix', path: join(layout.sockets, name), mode, ...(gid === undefined ? {} : { gid }) };
  };
  const planned: PlannedSocket[] = [{ role: 'main', endpoint: unix('libvirt-sock', readWriteMode) }];
  // A user's own daemon has nobody to offer less to.
  if (layout.privileged || options.root !== undefined) {
    planned.push({ role: 'readOnly', endpoint: unix('libvirt-sock-ro', readOnlyMode) });
  }
  planned.push({ role: 'admin', endpoint: unix('libvirt-admin-sock', adminMode) });
  for (const address of tcpAddresses(options, settings)) {
    planned.push({ role: 'tcp', endpoint: { kind: 'tcp', host: address.host, port: address.port } });
  }
  return planned;
}

function tcpAddresses({ listen, listenConfigured }: SocketPlan['options'], settings: Settings): ListenAddress[] {
  const addresses = [...listen];
  if (listenConfigured && settings.listen.tcp) {
    const host = settings.listen.address ?? '::';
    addresses.push(parseListenAddress(`${isIP(host) === 6 ? `[${host}]` : host}:${settings.listen.tcpPort}`));
  }
  for (const { host, port } of addresses) {
    const tcp = settings.tcpAuth;
    if (tcp !== undefined && tcp !== 'none') {
      throw new StartupError(
        exitCodes.config,
        `auth_tcp = "${tcp}" is not supported: TCP can be served with "none" alone`,
      );
    }
    if (tcp === undefined && !isLoopback(host)) {
      throw new StartupError(
        exitCodes.config,
        `${host}:${port} is open to other hosts and nobody would have to prove who they are: ` +
          'if that is wanted, say auth_tcp = "none" in the configuration',
      );
    }
  }
  return addresses;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Removes a socket's file that an earlier daemon left behind. Only for who holds the instance's lock. */
export async function removeStaleSocket(endpoint: Endpoint): Promise<void> {
  if (endpoint.kind !== 'unix') return;
  try {
    await unlink(endpoint.path);
  } catch (reason) {
    if (!isErrno(reason, 'ENOENT')) throw reason;
  }
}

/**
 * The number of a group.
 * @param group its name or number
 * @param place where it is configured
 * @throws StartupError when there is no such group
 */
export async function groupId(group: string, place: string, file = '/etc/group'): Promise<number> {
  if (/^\d{1,9}$/.test(group)) return Number(group);
  const text = (await readFileText(file, { maxBytes: 16 << 20 })) ?? '';
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    if (name === group && id !== undefined && /^\d{1,9}$/.test(id)) return Number(id);
  }
  throw new StartupError(
    exitCodes.config,
    `${place}: unix_sock_group is '${group}', and there is no such group in ${file}`,
  );
}
