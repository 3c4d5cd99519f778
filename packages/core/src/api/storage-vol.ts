import type { CallOptions } from '../contract/index.js';
import {
  StorageVolDeleteFlags,
  StorageVolDownloadFlags,
  StorageVolInfoFlags,
  StorageVolResizeFlags,
  StorageVolType,
  StorageVolUploadFlags,
  StorageVolWipeAlgorithm,
} from '../protocol/enums/index.js';
import type { NonnullStorageVol } from '../protocol/objects.js';
import { ApiObject } from './api-object.js';
import type {
  StorageVolDeleteOptions,
  StorageVolDownloadOptions,
  StorageVolInfoOptions,
  StorageVolResizeOptions,
  StorageVolUploadOptions,
} from './call-flags.js';
import type { Connection } from './connection/connection.js';
import { flagsOf, nameOf, type NameOf, numberOf, type PlainOptions, type ValueOf } from './flag-options.js';
import type { Stream } from './stream.js';
import { type AsDocument, type AsText, type AsValue, documentAs } from './xml-codec.js';

/** Kind and size of a volume, in bytes; with `getPhysical` the allocation is what the file takes on its host. */
export interface StorageVolInfo {
  readonly type: NameOf<typeof StorageVolType>;
  readonly capacity: bigint;
  readonly allocation: bigint;
}

/**
 * A volume in a storage pool.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const pool = await connection.storagePoolLookupByName('default');
 * const volume = await pool.storageVolLookupByName('web.qcow2');
 * const { capacity } = await volume.getInfo();
 * console.log(capacity); // 21474836480n
 * ```
 */
export class StorageVol extends ApiObject {
  /** Name, which no other volume of its pool has. */
  readonly name: string;
  /** Name of the pool that it is in. */
  readonly pool: string;
  /** What tells the volume from all others on its host: a path for files. */
  readonly key: string;
  /** How calls name it. */
  readonly ref: NonnullStorageVol;

  constructor(connection: Connection, ref: NonnullStorageVol) {
    super(connection);
    this.name = ref.name;
    this.pool = ref.pool;
    this.key = ref.key;
    this.ref = ref;
  }

  /** Deletes a volume and its data. */
  delete(options?: StorageVolDeleteOptions): Promise<void> {
    return this.call.storageVolDelete({ vol: this.ref, flags: flagsOf(StorageVolDeleteFlags, options) }, options);
  }

  /** Reads the volume's content; with `sparseStream` holes arrive as holes. */
  download(
    options: StorageVolDownloadOptions & {
      /** Bytes to skip; 0 unless given. */
      readonly offset?: bigint | undefined;
      /** Bytes to read; to the end unless given. */
      readonly length?: bigint | undefined;
    } = {},
  ): Promise<Stream> {
    const { offset = 0n, length = 0n } = options;
    const args = { vol: this.ref, offset, length, flags: flagsOf(StorageVolDownloadFlags, options) };
    return this.connection.openStream('storageVolDownload', args, options);
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** Type (`StorageVolType`) and size of a volume in bytes. */
  async getInfo(options?: CallOptions): Promise<StorageVolInfo> {
    const info = await this.call.storageVolGetInfo({ vol: this.ref }, options);
    return { ...info, type: nameOf(StorageVolType, info.type) };
  }

  /** Type and size of a volume in bytes; options may ask for the physical size as `allocation`. */
  async getInfoFlags(options?: StorageVolInfoOptions): Promise<StorageVolInfo> {
    const info = await this.call.storageVolGetInfoFlags(
      { vol: this.ref, flags: flagsOf(StorageVolInfoFlags, options) },
      options,
    );
    return { ...info, type: nameOf(StorageVolType, info.type) };
  }

  /** What tells the volume from all others on its host: a path for files. */
  getKey(): string {
    return this.key;
  }

  /** Name. */
  getName(): string {
    return this.name;
  }

  /** Where the volume is on its host: a path, or what network storage has instead. */
  async getPath(options?: CallOptions): Promise<string> {
    const { name } = await this.call.storageVolGetPath({ vol: this.ref }, options);
    return name;
  }

  /** XML of a volume. */
  getXMLDesc(options?: PlainOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.storageVolGetXMLDesc({ vol: this.ref, flags: options?.flags ?? 0 }, options);
    return documentAs(xml, options);
  }

  /** Resizes a volume. `capacity` in bytes; with `delta` it is a difference. */
  resize(capacity: bigint, options?: StorageVolResizeOptions): Promise<void> {
    return this.call.storageVolResize(
      { vol: this.ref, capacity, flags: flagsOf(StorageVolResizeFlags, options) },
      options,
    );
  }

  /** Writes the volume's content: send it, then `finish`. With `sparseStream` holes may be sent. */
  upload(
    options: StorageVolUploadOptions & {
      /** Where to begin, in bytes; 0 unless given. */
      readonly offset?: bigint | undefined;
      /** Bytes that may be written; to the end unless given. */
      readonly length?: bigint | undefined;
    } = {},
  ): Promise<Stream> {
    const { offset = 0n, length = 0n } = options;
    const args = { vol: this.ref, offset, length, flags: flagsOf(StorageVolUploadFlags, options) };
    return this.connection.openStream('storageVolUpload', args, options);
  }

  /** Overwrites a volume's data, so that it can't be read any more. */
  wipe(options?: PlainOptions): Promise<void> {
    return this.call.storageVolWipe({ vol: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Overwrites a volume's data by a `StorageVolWipeAlgorithm`. */
  wipePattern(algorithm: ValueOf<typeof StorageVolWipeAlgorithm>, options?: PlainOptions): Promise<void> {
    return this.call.storageVolWipePattern(
      { vol: this.ref, algorithm: numberOf(StorageVolWipeAlgorithm, algorithm), flags: options?.flags ?? 0 },
      options,
    );
  }
}
