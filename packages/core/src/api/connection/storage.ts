import { formatUuid } from '@tsvirt/util';
import type { CallOptions } from '../../contract/index.js';
import {
  ConnectListAllStoragePoolsFlags,
  StoragePoolCreateFlags,
  StoragePoolDefineFlags,
} from '../../protocol/enums/index.js';
import type {
  ConnectListAllStoragePoolsOptions,
  StoragePoolCreateOptions,
  StoragePoolDefineOptions,
} from '../call-flags.js';
import { flagsOf, type PlainOptions } from '../flag-options.js';
import { StoragePool } from '../storage-pool.js';
import { StorageVol } from '../storage-vol.js';
import { canonicalUuid } from '../uuid-text.js';
import { type AsDocument, type AsText, type AsValue, documentAs, type XmlSource, xmlText } from '../xml-codec.js';
import { NetworkCalls } from './networks.js';

/** Storage pools and volumes. */
export abstract class StorageCalls extends NetworkCalls {
  /**
   * Searches for possible sources of a pool type. `srcSpec` narrows the search (`<source>` XML); absent where
   * none is needed. Answers `<sources>` XML.
   */
  findStoragePoolSources(
    type: string,
    options?: PlainOptions & { readonly srcSpec?: string | undefined } & AsText,
  ): Promise<string>;
  findStoragePoolSources<D>(
    type: string,
    options: PlainOptions & { readonly srcSpec?: string | undefined } & AsValue<D>,
  ): Promise<D>;
  async findStoragePoolSources<D>(
    type: string,
    options?: PlainOptions & { readonly srcSpec?: string | undefined } & AsDocument<D>,
  ): Promise<string | D> {
    const { xml } = await this.call.connectFindStoragePoolSources(
      { type, srcSpec: options?.srcSpec ?? null, flags: options?.flags ?? 0 },
      options,
    );
    return documentAs(xml, options);
  }

  /** XML document of the pool types that the host can have. */
  getStoragePoolCapabilities(options?: PlainOptions & AsText): Promise<string>;
  getStoragePoolCapabilities<D>(options: PlainOptions & AsValue<D>): Promise<D>;
  async getStoragePoolCapabilities<D>(options?: PlainOptions & AsDocument<D>): Promise<string | D> {
    const { capabilities } = await this.call.connectGetStoragePoolCapabilities({ flags: options?.flags ?? 0 }, options);
    return documentAs(capabilities, options);
  }

  /** Storage pools of all states; options narrow the list. */
  async listAllStoragePools(options?: ConnectListAllStoragePoolsOptions): Promise<StoragePool[]> {
    const { pools } = await this.call.connectListAllStoragePools(
      { flags: flagsOf(ConnectListAllStoragePoolsFlags, options) },
      options,
    );
    return pools.map(ref => new StoragePool(this.self, ref));
  }

  /** Names of storage pools that are defined and not active. */
  async listDefinedStoragePools(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListDefinedStoragePools({}, options);
    return names;
  }

  /** Names of active storage pools. */
  async listStoragePools(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.connectListStoragePools({}, options);
    return names;
  }

  /** Number of storage pools that are defined and not active. */
  async numOfDefinedStoragePools(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfDefinedStoragePools({}, options);
    return num;
  }

  /** Number of active storage pools. */
  async numOfStoragePools(options?: CallOptions): Promise<number> {
    const { num } = await this.call.connectNumOfStoragePools({}, options);
    return num;
  }

  /** Starts a storage pool out of its XML; unless defined already it is transient. */
  async storagePoolCreateXML<T>(xml: XmlSource<T>, options?: StoragePoolCreateOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolCreateXML(
      { xml: xmlText(xml), flags: flagsOf(StoragePoolCreateFlags, options) },
      options,
    );
    return new StoragePool(this.self, pool);
  }

  /** Stores a storage pool's XML, or replaces what is stored. */
  async storagePoolDefineXML<T>(xml: XmlSource<T>, options?: StoragePoolDefineOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolDefineXML(
      { xml: xmlText(xml), flags: flagsOf(StoragePoolDefineFlags, options) },
      options,
    );
    return new StoragePool(this.self, pool);
  }

  /** Finds a storage pool by name. */
  async storagePoolLookupByName(name: string, options?: CallOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolLookupByName({ name }, options);
    return new StoragePool(this.self, pool);
  }

  /** Finds the pool whose volumes lie in that directory. */
  async storagePoolLookupByTargetPath(path: string, options?: CallOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolLookupByTargetPath({ path }, options);
    return new StoragePool(this.self, pool);
  }

  /** Finds a storage pool by its UUID in 16 bytes. */
  async storagePoolLookupByUUID(uuid: Uint8Array, options?: CallOptions): Promise<StoragePool> {
    return this.storagePoolLookupByUUIDString(formatUuid(uuid), options);
  }

  /** Finds a storage pool by its UUID as text. */
  async storagePoolLookupByUUIDString(uuid: string, options?: CallOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolLookupByUUID({ uuid: canonicalUuid(uuid) }, options);
    return new StoragePool(this.self, pool);
  }

  /** Finds a volume by its key, in any active pool. */
  async storageVolLookupByKey(key: string, options?: CallOptions): Promise<StorageVol> {
    const { vol } = await this.call.storageVolLookupByKey({ key }, options);
    return new StorageVol(this.self, vol);
  }

  /** Finds a volume by its path on the host, in any active pool. */
  async storageVolLookupByPath(path: string, options?: CallOptions): Promise<StorageVol> {
    const { vol } = await this.call.storageVolLookupByPath({ path }, options);
    return new StorageVol(this.self, vol);
  }

  /** The pool that a volume is in. */
  async storagePoolLookupByVolume(volume: StorageVol, options?: CallOptions): Promise<StoragePool> {
    const { pool } = await this.call.storagePoolLookupByVolume({ vol: volume.ref }, options);
    return new StoragePool(this.self, pool);
  }
}
