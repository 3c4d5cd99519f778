import type { GuestAddress, GuestInterface } from '../domain/guest-interface.js';
import type { ParamRecord } from './parameter-group.js';

/** The operating system, as the guest's agent names it. */
export interface GuestOs {
  /** `debian`, `mswindows`. */
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly prettyName?: string | undefined;
  readonly version?: string | undefined;
  readonly versionId?: string | undefined;
  readonly machine?: string | undefined;
  readonly variant?: string | undefined;
  readonly variantId?: string | undefined;
  readonly kernelRelease?: string | undefined;
  readonly kernelVersion?: string | undefined;
}

/** Somebody who is logged in. */
export interface GuestUser {
  readonly name: string | undefined;
  /** Of a Windows account. */
  readonly domain: string | undefined;
  readonly loginTime: Date | undefined;
}

/** A file system that the guest has mounted. */
export interface GuestFileSystem {
  readonly name: string | undefined;
  readonly mountpoint: string | undefined;
  /** `ext4`. */
  readonly type: string | undefined;
  readonly totalBytes: bigint | undefined;
  readonly usedBytes: bigint | undefined;
  readonly disks: readonly GuestFileSystemDisk[];
}

/** A disk that a file system is on. */
export interface GuestFileSystemDisk {
  /** Its target in the domain's XML: `vda`. */
  readonly alias: string | undefined;
  readonly serial: string | undefined;
  /** In the guest: `/dev/vda1`. */
  readonly device: string | undefined;
}

/** A disk or partition as the guest sees it. */
export interface GuestDisk {
  /** In the guest: `/dev/vda`. */
  readonly name: string | undefined;
  readonly isPartition: boolean | undefined;
  /** Names of the devices that it is made of. */
  readonly dependencies: readonly string[];
  /** Its target in the domain's XML: `vda`. */
  readonly alias: string | undefined;
  /** What the guest calls it besides: a volume's name. */
  readonly guestAlias: string | undefined;
  readonly guestBus: string | undefined;
  readonly serial: string | undefined;
}

/** What a guest says about itself. What it was not asked, or did not say, is undefined or empty. */
export interface GuestInfo {
  readonly hostname: string | undefined;
  readonly os: GuestOs;
  readonly timezone: { readonly name: string | undefined; readonly offsetSeconds: number | undefined };
  /** Processes that want to run, on average over 1, 5 and 15 minutes. */
  readonly load: readonly [number | undefined, number | undefined, number | undefined];
  readonly users: readonly GuestUser[];
  readonly fileSystems: readonly GuestFileSystem[];
  readonly disks: readonly GuestDisk[];
  readonly interfaces: readonly GuestInterface[];
}

/**
 * What a guest said about itself as nested objects, out of the record of `getGuestInfo`.
 * @example
 * ```ts
 * import { guestInfo } from '@tsvirt/core';
 *
 * const { os, users } = guestInfo({ 'os.id': 'debian', 'user.count': 1, 'user.0.name': 'root' });
 * console.log(os.id, users[0]?.name); // debian root
 * ```
 */
export function guestInfo(info: ParamRecord): GuestInfo {
  const text = textIn(info);
  const number = numberIn(info);
  return {
    hostname: text('hostname'),
    os: {
      id: text('os.id'),
      name: text('os.name'),
      prettyName: text('os.pretty-name'),
      version: text('os.version'),
      versionId: text('os.version-id'),
      machine: text('os.machine'),
      variant: text('os.variant'),
      variantId: text('os.variant-id'),
      kernelRelease: text('os.kernel-release'),
      kernelVersion: text('os.kernel-version'),
    },
    timezone: { name: text('timezone.name'), offsetSeconds: number('timezone.offset') },
    load: [number('load.1m'), number('load.5m'), number('load.15m')],
    users: listIn(info, 'user').map(userOf),
    fileSystems: listIn(info, 'fs').map(fileSystemOf),
    disks: listIn(info, 'disk').map(diskOf),
    interfaces: listIn(info, 'if').map(interfaceOf),
  };
}

function userOf(user: ParamRecord): GuestUser {
  const { 'login-time': loginMs } = user;
  const loginTime = typeof loginMs === 'bigint' ? new Date(Number(loginMs)) : undefined;
  return { name: textIn(user)('name'), domain: textIn(user)('domain'), loginTime };
}

function fileSystemOf(system: ParamRecord): GuestFileSystem {
  const text = textIn(system);
  const { 'total-bytes': totalBytes, 'used-bytes': usedBytes } = system;
  return {
    name: text('name'),
    mountpoint: text('mountpoint'),
    type: text('fstype'),
    totalBytes: typeof totalBytes === 'bigint' ? totalBytes : undefined,
    usedBytes: typeof usedBytes === 'bigint' ? usedBytes : undefined,
    disks: listIn(system, 'disk').map(disk => ({
      alias: textIn(disk)('alias'),
      serial: textIn(disk)('serial'),
      device: textIn(disk)('device'),
    })),
  };
}

function diskOf(disk: ParamRecord): GuestDisk {
  const text = textIn(disk);
  const { partition } = disk;
  return {
    name: text('name'),
    isPartition: typeof partition === 'boolean' ? partition : undefined,
    dependencies: listIn(disk, 'dependency').flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
    alias: text('alias'),
    guestAlias: text('guest_alias'),
    guestBus: text('guest_bus'),
    serial: text('serial'),
  };
}

function interfaceOf(nic: ParamRecord): GuestInterface {
  const text = textIn(nic);
  const addresses = listIn(nic, 'addr').flatMap(({ addr, prefix, type }): GuestAddress[] =>
    typeof addr === 'string' && (type === 'ipv4' || type === 'ipv6')
      ? [{ type, address: addr, prefix: typeof prefix === 'number' ? prefix : 0 }]
      : [],
  );
  return { name: text('name') ?? '', mac: text('hwaddr'), addresses };
}

/** The items of a list (`user.0.name`, `user.1.name`) in the order of their numbers, each by the names behind the number. */
function listIn(record: ParamRecord, list: string): ParamRecord[] {
  const items = new Map<number, Record<string, ParamRecord[string]>>();
  for (const [name, value] of Object.entries(record)) {
    if (!name.startsWith(`${list}.`)) continue;
    const [, number, rest] = /^(\d{1,9})\.(.+)$/.exec(name.slice(list.length + 1)) ?? [];
    if (number === undefined || rest === undefined) continue;
    const item = items.get(Number(number)) ?? {};
    item[rest] = value;
    items.set(Number(number), item);
  }
  return Array.from(items)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function textIn(record: ParamRecord): (name: string) => string | undefined {
  return name => {
    const value = record[name];
    return typeof value === 'string' ? value : undefined;
  };
}

function numberIn(record: ParamRecord): (name: string) => number | undefined {
  return name => {
    const value = record[name];
    return typeof value === 'number' ? value : undefined;
  };
}
