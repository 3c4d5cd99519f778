import { hostname } from 'node:os';
import { join } from 'node:path';
import { isDegenerateUuid, normalizeUuid, parseUuid, randomUuid, type Uuid } from '../uuid.js';
import { type HostRoots, readAttribute } from './node-cpus.js';

/** Where a host's UUID comes from: the firmware's tables, or the operating system's installation. */
export type HostUuidSource = 'smbios' | 'machine-id';

let fallback: Uuid | undefined;

/**
 * The host's UUID: the configured one, else the firmware's (or the machine id), else one made up for the life of this
 * process, the same at each call. UUIDs that identify nothing (all zeros, all ones) do not count.
 */
export async function readHostUuid(
  options: { readonly configured?: string | undefined; readonly source?: HostUuidSource } = {},
  roots: HostRoots = {},
): Promise<Uuid> {
  const found =
    usable(options.configured) ??
    (options.source === 'machine-id'
      ? usable(await readAttribute(join(roots.etc ?? '/etc', 'machine-id')))
      : usable(await readAttribute(join(roots.sys ?? '/sys', 'class/dmi/id/product_uuid'))));
  return found ?? (fallback ??= randomUuid());
}

function usable(text: string | undefined): Uuid | undefined {
  const bytes = text === undefined ? undefined : parseUuid(text);
  return text === undefined || bytes === undefined || isDegenerateUuid(bytes) ? undefined : normalizeUuid(text);
}

/**
 * The host's name, whole where it can be had: the kernel's when it has a dot or is `localhost`, else the canonical
 * name that the hosts file gives it.
 */
export async function readHostname(roots: HostRoots = {}, name: string = hostname()): Promise<string> {
  if (name.includes('.') || name.startsWith('localhost')) return name;
  for (const line of ((await readAttribute(join(roots.etc ?? '/etc', 'hosts'))) ?? '').split('\n')) {
    const [, canonical, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (canonical !== undefined && (canonical === name || aliases.includes(name))) {
      return canonical.startsWith('localhost') ? name : canonical;
    }
  }
  return name;
}

/** What the firmware says about the host, in the words of sysinfo documents: group and entry names to values. */
export type SystemStrings = Readonly<
  Record<'bios' | 'system' | 'baseBoard' | 'chassis', Readonly<Record<string, string>>>
>;

const dmiFiles = {
  bios: { vendor: 'bios_vendor', version: 'bios_version', date: 'bios_date', release: 'bios_release' },
  system: {
    manufacturer: 'sys_vendor',
    product: 'product_name',
    version: 'product_version',
    serial: 'product_serial',
    uuid: 'product_uuid',
    sku: 'product_sku',
    family: 'product_family',
  },
  baseBoard: {
    manufacturer: 'board_vendor',
    product: 'board_name',
    version: 'board_version',
    serial: 'board_serial',
    asset: 'board_asset_tag',
  },
  chassis: {
    manufacturer: 'chassis_vendor',
    version: 'chassis_version',
    serial: 'chassis_serial',
    asset: 'chassis_asset_tag',
  },
} as const;

/** The firmware's strings that the kernel shows; groups are empty where it shows none (a host without SMBIOS). */
export async function readSystemStrings(roots: HostRoots = {}): Promise<SystemStrings> {
  const folder = join(roots.sys ?? '/sys', 'class/dmi/id');
  const read = async (files: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
    const values: Record<string, string> = {};
    for (const [entry, file] of Object.entries(files)) {
      const value = await readAttribute(join(folder, file));
      if (value !== undefined && value !== '') values[entry] = value;
    }
    return values;
  };
  const { bios, system, baseBoard, chassis } = dmiFiles;
  return {
    bios: await read(bios),
    system: await read(system),
    baseBoard: await read(baseBoard),
    chassis: await read(chassis),
  };
}
