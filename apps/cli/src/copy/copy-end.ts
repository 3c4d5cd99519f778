import type { CallOptions, Connection, StoragePool, StorageVol } from '@tsvirt/core';
import { VirtError } from '@tsvirt/util';
import { parseObjectName } from '../kinds/object-name.js';
import { findPool } from '../kinds/pools.js';

/** One end of a copy, as the command line names it. */
export type CopyEnd =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'standard' }
  | { readonly kind: 'volume'; readonly pool: string; readonly name: string };

/** Reads an end: `volume/POOL/NAME`, `-`, or a file's path (`./volume/...` for one that looks like a volume). @throws UsageError */
export function parseCopyEnd(text: string): CopyEnd {
  if (text === '-') return { kind: 'standard' };
  if (!text.startsWith('volume/')) return { kind: 'file', path: text };
  const { owner, name } = parseObjectName(text);
  return { kind: 'volume', pool: owner, name };
}

/** A volume that is there, or the pool where it may be made. */
export interface FoundVolume {
  readonly pool: StoragePool;
  readonly volume: StorageVol | undefined;
}

/** @throws VirtError NO_STORAGE_POOL */
export async function lookUpVolume(
  connection: Connection,
  { pool: poolName, name }: Extract<CopyEnd, { readonly kind: 'volume' }>,
  limits: CallOptions,
): Promise<FoundVolume> {
  const pool = await findPool(connection, poolName, limits);
  try {
    return { pool, volume: await pool.storageVolLookupByName(name, limits) };
  } catch (reason) {
    if (VirtError.is(reason) && reason.code === 'NO_STORAGE_VOL') return { pool, volume: undefined };
    throw reason;
  }
}
