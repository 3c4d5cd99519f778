import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Bitmap } from '../bitmap.js';
import { isErrno } from '../errno.js';
import { mapLimited } from '../limiter.js';
import { readFileText } from './file-reading.js';

/** Where the kernel's trees are; other roots are for tests and recorded hosts. */
export interface HostRoots {
  /** `/sys` unless given. */
  readonly sys?: string;
  /** `/proc` unless given. */
  readonly proc?: string;
  /** `/etc` unless given. */
  readonly etc?: string;
}

/** One CPU of the node. The ids are undefined while it is offline. */
export interface NodeCpu {
  readonly id: number;
  readonly online: boolean;
  readonly socketId: number | undefined;
  readonly dieId: number | undefined;
  readonly clusterId: number | undefined;
  readonly coreId: number | undefined;
  /** The CPUs of the same core, this one among them. */
  readonly siblings: Bitmap;
}

/** One cache, shared by some CPUs. */
export interface CacheBank {
  readonly id: number;
  readonly level: number;
  readonly kind: 'both' | 'code' | 'data';
  /** Bytes. */
  readonly size: bigint;
  readonly cpus: Bitmap;
}

const maxText = 65_536;

/** The text of a small file under `/sys` or `/proc`, trimmed; undefined when it is not there or has no value now. */
export async function readAttribute(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).slice(0, maxText).trim();
  } catch (reason) {
    // EINVAL and EIO: the attribute exists and the device has nothing to say; ENODEV: the CPU went offline.
    if (isErrno(reason, 'ENOENT', 'ENOTDIR', 'EINVAL', 'EIO', 'ENODEV', 'ENXIO', 'EACCES')) return undefined;
    throw reason;
  }
}

/** A whole number in such a file; undefined when there is none. */
export async function readNumberAttribute(path: string): Promise<number | undefined> {
  const text = await readAttribute(path);
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The set of numbers in such a file; undefined when there is none. An empty file is the empty set. */
export async function readListAttribute(path: string): Promise<Bitmap | undefined> {
  const text = await readAttribute(path);
  if (text === undefined) return undefined;
  return text === '' ? new Bitmap() : Bitmap.parse(text);
}

/** The numbers of a folder's entries `PREFIXn`, ascending; none when the folder is missing. */
export async function numberedEntries(folder: string, prefix: string): Promise<number[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return [];
    throw reason;
  }
  return names
    .filter(name => name.startsWith(prefix) && /^\d{1,7}$/.test(name.slice(prefix.length)))
    .map(name => Number(name.slice(prefix.length)))
    .toSorted((one, other) => one - other);
}

/** All CPUs that the kernel has, in the order of their numbers. */
export async function readNodeCpus(roots: HostRoots = {}): Promise<NodeCpu[]> {
  const folder = join(roots.sys ?? '/sys', 'devices/system/cpu');
  const [ids, online] = await Promise.all([numberedEntries(folder, 'cpu'), readListAttribute(join(folder, 'online'))]);
  return mapLimited(ids, 16, async id => {
    const topology = join(folder, `cpu${id}`, 'topology');
    if (online?.has(id) === false) {
      return {
        id,
        online: false,
        socketId: undefined,
        dieId: undefined,
        clusterId: undefined,
        coreId: undefined,
        siblings: new Bitmap(),
      };
    }
    const [socketId, dieId, clusterId, coreId, siblings] = await Promise.all([
      readNumberAttribute(join(topology, 'physical_package_id')),
      readNumberAttribute(join(topology, 'die_id')),
      readNumberAttribute(join(topology, 'cluster_id')),
      readNumberAttribute(join(topology, 'core_id')),
      readListAttribute(join(topology, 'thread_siblings_list')),
    ]);
    return {
      id,
      online: true,
      // Kernels report -1 where the architecture has no such notion, and 65535 for a cluster that nobody named.
      socketId: socketId === undefined ? undefined : Math.max(0, socketId),
      dieId: dieId === undefined ? undefined : Math.max(0, dieId),
      clusterId: clusterId === undefined || clusterId < 0 || clusterId >= 65_535 ? undefined : clusterId,
      coreId: coreId === undefined ? undefined : Math.max(0, coreId),
      siblings: siblings ?? new Bitmap([id]),
    };
  });
}

/** All caches, each once, the outermost first, then by id. Kernels without cache ids are given none. */
export async function readCacheBanks(roots: HostRoots = {}): Promise<CacheBank[]> {
  const folder = join(roots.sys ?? '/sys', 'devices/system/cpu');
  const banks = new Map<string, CacheBank>();
  const cpus = await numberedEntries(folder, 'cpu');
  const found = await mapLimited(cpus, 16, async cpu => {
    const cache = join(folder, `cpu${cpu}`, 'cache');
    const indexes = await numberedEntries(cache, 'index');
    return Promise.all(indexes.map(index => readCache(join(cache, `index${index}`))));
  });
  for (const bank of found.flat()) if (bank !== undefined) banks.set(`${bank.level}:${bank.kind}:${bank.id}`, bank);
  return [...banks.values()].toSorted(
    (one, other) => other.level - one.level || one.kind.localeCompare(other.kind) || one.id - other.id,
  );
}

const cacheKinds = new Map<string | undefined, CacheBank['kind']>([
  ['Unified', 'both'],
  ['Instruction', 'code'],
  ['Data', 'data'],
]);

async function readCache(folder: string): Promise<CacheBank | undefined> {
  const [id, level, type, size, cpus] = await Promise.all([
    readNumberAttribute(join(folder, 'id')),
    readNumberAttribute(join(folder, 'level')),
    readAttribute(join(folder, 'type')),
    readAttribute(join(folder, 'size')),
    readListAttribute(join(folder, 'shared_cpu_list')),
  ]);
  const kind = cacheKinds.get(type);
  const amount = /^(\d{1,12})([KMG]?)$/.exec(size ?? '');
  if (id === undefined || level === undefined || kind === undefined || amount === null || cpus === undefined)
    return undefined;
  const unit = { '': 1n, K: 1024n, M: 1024n ** 2n, G: 1024n ** 3n }[amount[2] ?? ''] ?? 1n;
  return { id, level, kind, size: BigInt(amount[1] ?? 0) * unit, cpus };
}

/** The clock of the first CPU in MHz, whole; 0 where the kernel does not tell. */
export async function readCpuMhz(roots: HostRoots = {}): Promise<number> {
  const text = (await readFileText(join(roots.proc ?? '/proc', 'cpuinfo'), { maxBytes: 16 * 1024 * 1024 })) ?? '';
  // x86 says `cpu MHz`, PowerPC `clock`, s390 `cpu MHz dynamic` or `cpu MHz static`.
  const match = /^(?:cpu MHz(?: dynamic| static)?|clock)\s*:\s*(\d{1,7})/m.exec(text);
  return match === null ? 0 : Number(match[1]);
}
