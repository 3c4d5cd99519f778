import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  StorageVolCreateFlags,
  StorageVolDeleteFlags,
  StorageVolDownloadFlags,
  StorageVolInfoFlags,
  StorageVolResizeFlags,
  StorageVolUploadFlags,
  StorageVolWipeAlgorithm,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import type { TestPool, TestVolume } from '../../storage/test-pool.js';
import { readVolume, type VolumeDefinition } from '../../storage/volume-definition.js';
import { activePool, findVolume, type VolumePlace } from '../../storage/volume-lookup.js';
import { maxVolumeBytes } from '../../storage/volume-content.js';
import { contentOf, isImage, keepSizes, volumeType } from '../../storage/volume-sizes.js';
import { receive, send } from '../../storage/volume-stream.js';

const { trim, ...overwriting } = StorageVolWipeAlgorithm;
const algorithms: readonly number[] = Object.values(overwriting);
const createFlags =
  StorageVolCreateFlags.preallocMetadata | StorageVolCreateFlags.reflink | StorageVolCreateFlags.validate;

/** Storage volumes with content: it is kept in memory, as much of it as was written. */
export function completeStorageVolumeHandlers(host: TestHost): DriverHandlers {
  const create = (pool: TestPool, definition: VolumeDefinition): TestVolume => {
    if (pool.volume(definition.name) !== undefined)
      throw new VirtError('STORAGE_VOL_EXIST', 'STORAGE', `'${definition.name}'`);
    requireRoom(pool, definition.allocation);
    return pool.addVolume(definition);
  };

  return {
    storageVolCreateXML({ pool: reference, xml, flags }) {
      checkFlags(flags, createFlags, 'storageVolCreateXML');
      const pool = activePool(host, reference);
      return {
        vol: pool.referenceTo(
          create(pool, readVolume(xml, pool.definition.type, strictIf(flags, StorageVolCreateFlags.validate))),
        ),
      };
    },

    storageVolCreateXMLFrom({ pool: reference, xml, clonevol, flags }) {
      checkFlags(flags, createFlags, 'storageVolCreateXMLFrom');
      const pool = activePool(host, reference);
      const { volume: source } = findVolume(host, clonevol);
      const wanted = readVolume(xml, pool.definition.type, strictIf(flags, StorageVolCreateFlags.validate));
      const { capacity } = source.definition;
      const volume = create(pool, { ...wanted, capacity: wanted.capacity > capacity ? wanted.capacity : capacity });
      try {
        volume.content = source.content?.clone();
        keepSizes(pool, volume);
      } catch (reason) {
        pool.removeVolume(volume);
        throw reason;
      }
      return { vol: pool.referenceTo(volume) };
    },

    storageVolDelete({ vol, flags }) {
      const { zeroed, withSnapshots } = StorageVolDeleteFlags;
      checkFlags(flags, zeroed | withSnapshots, 'storageVolDelete');
      const { pool, volume } = findVolume(host, vol);
      pool.removeVolume(volume);
    },

    storageVolGetInfo({ vol }) {
      const { volume } = findVolume(host, vol);
      const { capacity, allocation } = volume.definition;
      return { type: volumeType(volume), capacity, allocation };
    },

    storageVolGetInfoFlags({ vol, flags }) {
      checkFlags(flags, StorageVolInfoFlags.getPhysical, 'storageVolGetInfoFlags');
      const { volume } = findVolume(host, vol);
      const { capacity, allocation } = volume.definition;
      const physical = contentOf(host, volume).bytes;
      const isPhysical = (flags & StorageVolInfoFlags.getPhysical) !== 0;
      return { type: volumeType(volume), capacity, allocation: isPhysical ? physical : allocation };
    },

    storageVolResize({ vol, capacity: asked, flags }) {
      const { allocate, delta, shrink } = StorageVolResizeFlags;
      checkFlags(flags, allocate | delta | shrink, 'storageVolResize');
      const { pool, volume } = findVolume(host, vol);
      const { capacity: old, allocation } = volume.definition;
      const shrinks = (flags & shrink) !== 0;
      const capacity = (flags & delta) === 0 ? asked : resized(old, shrinks ? -asked : asked);
      if (capacity > maxVolumeBytes) throw new VirtError('OVERFLOW', 'STORAGE', `capacity ${capacity} is too large`);
      if (capacity < allocation) throw refused("can't shrink capacity below existing allocation");
      if (capacity < old && !shrinks)
        throw refused("Can't shrink capacity below current capacity unless shrink flag explicitly specified");
      if ((flags & allocate) !== 0) requireRoom(pool, capacity - allocation);
      pool.resizeVolume(volume, { capacity, allocation: (flags & allocate) === 0 ? allocation : capacity });
      if (!isImage(volume)) volume.content?.resize(capacity);
    },

    storageVolWipe({ vol, flags }) {
      checkFlags(flags, 0, 'storageVolWipe');
      wipe(findVolume(host, vol).volume);
    },

    // Whatever is written over the data, the mock reads zeros afterwards.
    storageVolWipePattern({ vol, algorithm, flags }) {
      checkFlags(flags, 0, 'storageVolWipePattern');
      if (algorithm === trim) throw new VirtError('ARGUMENT_UNSUPPORTED', 'STORAGE', "'trim' algorithm not supported");
      if (!algorithms.includes(algorithm))
        throw new VirtError('INVALID_ARG', 'STORAGE', `wiping algorithm ${algorithm} not supported`);
      wipe(findVolume(host, vol).volume);
    },

    storageVolUpload({ vol, offset, length, flags }, call) {
      checkFlags(flags, StorageVolUploadFlags.sparseStream, 'storageVolUpload');
      const { pool, volume } = findVolume(host, vol);
      upload(host, { pool, volume }, { offset, length }, call);
    },

    storageVolDownload({ vol, offset, length, flags }, call) {
      checkFlags(flags, StorageVolDownloadFlags.sparseStream, 'storageVolDownload');
      const content = contentOf(host, findVolume(host, vol).volume);
      const { sparse } = call.stream;
      call.stream.serve(stream => send(stream, content, { offset, length }, sparse));
    },
  };
}

/** Takes a stream into a volume; its pool is looked at again when the stream is over, whichever way. */
function upload(
  host: TestHost,
  { pool, volume }: VolumePlace,
  { offset, length }: { readonly offset: bigint; readonly length: bigint },
  call: Call,
): void {
  const content = contentOf(host, volume);
  call.stream.serve(async stream => {
    try {
      await receive(stream, content, offset, length);
    } finally {
      if (pool.volume(volume.name) === volume) keepSizes(pool, volume);
      else content.discard();
      host.events.emit('storagePoolRefresh', { pool: pool.reference });
    }
  });
}

function wipe({ content }: TestVolume): void {
  content?.clear(0n, content.bytes);
}

function resized(capacity: bigint, difference: bigint): bigint {
  const sum = capacity + difference;
  return sum < 0n ? 0n : sum;
}

function requireRoom(pool: TestPool, bytes: bigint): void {
  if (bytes > pool.sizes.available)
    throw new VirtError('OPERATION_FAILED', 'STORAGE', `Not enough space left in storage pool '${pool.name}'`);
}

function refused(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'STORAGE', detail);
}
