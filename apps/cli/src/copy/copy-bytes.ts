import { stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { documents, parseDocument } from '@tsvirt/conf';
import type { Connection, StorageVol } from '@tsvirt/core';
import { isErrno, VirtError } from '@tsvirt/util';
import type { Session } from '../command.js';
import { ProgressText } from '../output/progress-text.js';
import { StatusLine } from '../output/status-line.js';
import { UsageError } from '../usage-error.js';
import { type CopyEnd, lookUpVolume } from './copy-end.js';
import { type CopyWatch, downloadToFile, downloadToOutput } from './download.js';
import { createVolume, fileSize, uploadFile } from './upload.js';

type FileEnd = Extract<CopyEnd, { readonly kind: 'file' }>;
type VolumeEnd = Extract<CopyEnd, { readonly kind: 'volume' }>;

/** How often the line of progress is drawn, in milliseconds. */
const drawnEachMs = 200;

/** A copy that is under way. */
interface Copying {
  readonly session: Session;
  readonly connection: Connection;
  readonly force: boolean;
  /** Follows so many bytes; undefined: nobody knows how many. */
  readonly watch: (total: bigint | undefined) => CopyWatch;
}

/** Copies the content of one end to the other and shows how far it has come. @returns the length in bytes */
export async function copyBytes(session: Session, from: CopyEnd, to: CopyEnd, force: boolean): Promise<bigint> {
  const { signal } = session;
  if (from.kind === 'standard') throw new UsageError('a volume cannot be made of standard input: its size is needed');
  if (from.kind === 'file' && to.kind !== 'volume') throw new UsageError('one of the two has to be volume/POOL/NAME');
  await using line = new StatusLine(session.terminal);
  const watch = (total: bigint | undefined): CopyWatch => {
    const text = new ProgressText(performance.now());
    let drawnMs = 0;
    const onProgress = (done: bigint) => {
      const nowMs = performance.now();
      if (nowMs - drawnMs < drawnEachMs) return;
      drawnMs = nowMs;
      void line.show(`copying ${text.at({ done, total }, nowMs)}`);
    };
    return { signal, onProgress };
  };
  const copying: Copying = { session, connection: await session.connect(), force, watch };
  if (to.kind === 'volume') {
    if (from.kind === 'file') return upload(copying, from, to);
    await line.show('copying within the host');
    return clone(copying, from, to);
  }
  return download(copying, asVolume(from), to);
}

async function download(
  { connection, session, force, watch }: Copying,
  from: VolumeEnd,
  to: Exclude<CopyEnd, VolumeEnd>,
): Promise<bigint> {
  const { signal, terminal } = session;
  const volume = await existing(connection, from, signal);
  const { capacity, allocation } = await volume.getInfo({ signal });
  // Of an image in a format of its own, the file is copied and not what the guest sees of it.
  const total = capacity > allocation ? undefined : capacity;
  if (to.kind === 'standard') return downloadToOutput(volume, terminal, watch(total));
  if (!force && (await isThere(to.path))) {
    throw new VirtError('OPERATION_INVALID', 'NONE', `'${to.path}' is there already: --force overwrites it`);
  }
  return downloadToFile(volume, to.path, watch(total));
}

async function upload({ connection, session, force, watch }: Copying, from: FileEnd, to: VolumeEnd): Promise<bigint> {
  const { signal } = session;
  const size = await fileSize(from.path);
  const { pool, volume } = await lookUpVolume(connection, to, { signal });
  if (volume !== undefined && !force) throw taken(to);
  const target = volume ?? (await createVolume(pool, to.name, size, signal));
  try {
    const bytes = await uploadFile(target, from.path, watch(size));
    // What format it is, and how large, is seen by the driver when it looks again.
    await pool.refresh({ signal });
    return bytes;
  } catch (reason) {
    // Half a volume is of no use to anybody; the reason that is told is the first one.
    if (volume === undefined) await target.delete().catch(() => {});
    throw reason;
  }
}

async function clone({ connection, session, force }: Copying, from: VolumeEnd, to: VolumeEnd): Promise<bigint> {
  const { signal } = session;
  const source = await existing(connection, from, signal);
  const { pool, volume } = await lookUpVolume(connection, to, { signal });
  if (volume !== undefined) {
    if (!force) throw taken(to);
    await volume.delete({ signal });
  }
  const { value } = parseDocument(await source.getXMLDesc({ signal }), { kind: 'storage-volume' });
  const { key: _key, target, ...rest } = value;
  const { path: _path, ...format } = target;
  const xml = documents['storage-volume'].format({ ...rest, name: to.name, target: format });
  const made = await pool.storageVolCreateXMLFrom(xml, source, { signal, timeoutMs: Number.POSITIVE_INFINITY });
  return (await made.getInfo({ signal })).capacity;
}

function asVolume(end: Exclude<CopyEnd, { readonly kind: 'standard' }>): VolumeEnd {
  if (end.kind === 'volume') return end;
  throw new UsageError('one of the two has to be volume/POOL/NAME');
}

async function existing(connection: Connection, end: VolumeEnd, signal: AbortSignal): Promise<StorageVol> {
  const { volume } = await lookUpVolume(connection, end, { signal });
  if (volume === undefined)
    throw new VirtError('NO_STORAGE_VOL', 'STORAGE', `no storage vol with matching name '${end.name}'`);
  return volume;
}

function taken({ pool, name }: VolumeEnd): VirtError {
  const detail = `'volume/${pool}/${name}' is there already: --force overwrites it`;
  return new VirtError('OPERATION_INVALID', 'STORAGE', detail);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (reason) {
    if (isErrno(reason, 'ENOENT')) return false;
    throw VirtError.system(reason, 'NONE', `cannot write '${path}'`);
  }
}
