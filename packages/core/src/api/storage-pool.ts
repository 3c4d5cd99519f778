import type { CallOptions } from '../contract/index.js';
import {
  StoragePoolBuildFlags,
  StoragePoolCreateFlags,
  StoragePoolDeleteFlags,
  StoragePoolState,
  StorageVolCreateFlags,
  StorageXMLFlags,
} from '../protocol/enums/index.js';
import type { NonnullStoragePool } from '../protocol/objects.js';
import type {
  StoragePoolBuildOptions,
  StoragePoolCreateOptions,
  StoragePoolDeleteOptions,
  StorageVolCreateOptions,
  StorageXMLOptions,
} from './call-flags.js';
import type { Connection } from './connection/connection.js';
import { flagsOf, nameOf, type NameOf, type PlainOptions } from './flag-options.js';
import { StorageVol } from './storage-vol.js';
import { UuidObject } from './uuid-object.js';
import { type AsDocument, type AsText, type AsValue, documentAs, type XmlSource, xmlText } from './xml-codec.js';

/** State and size of a pool, in bytes. */
export interface StoragePoolInfo {
  readonly state: NameOf<typeof StoragePoolState>;
  readonly capacity: bigint;
  readonly allocation: bigint;
  readonly available: bigint;
}

/**
 * A storage pool.
 * @example
 * ```ts
 * import { open } from '@tsvirt/core';
 *
 * await using connection = await open('qemu+unix:///system');
 * const pool = await connection.storagePoolLookupByName('default');
 * const { capacity, available } = await pool.getInfo();
 * console.log(available <= capacity); // true
 * const volume = await pool.storageVolCreateXML(`<volume>
 *   <name>data.raw</name>
 *   <capacity unit='GiB'>1</capacity>
 * </volume>`);
 * console.log(await volume.getPath()); // /var/lib/libvirt/images/data.raw
 * ```
 */
export class StoragePool extends UuidObject<NonnullStoragePool> {
  /** Makes what the pool needs: directory, file system, partition table, volume group. */
  build(options?: StoragePoolBuildOptions): Promise<void> {
    return this.call.storagePoolBuild({ pool: this.ref, flags: flagsOf(StoragePoolBuildFlags, options) }, options);
  }

  /** Starts a defined storage pool. */
  create(options?: StoragePoolCreateOptions): Promise<void> {
    return this.call.storagePoolCreate({ pool: this.ref, flags: flagsOf(StoragePoolCreateFlags, options) }, options);
  }

  /** Deletes what the pool is made of. Its volumes are lost. */
  delete(options?: StoragePoolDeleteOptions): Promise<void> {
    return this.call.storagePoolDelete({ pool: this.ref, flags: flagsOf(StoragePoolDeleteFlags, options) }, options);
  }

  /** Stops a storage pool; its volumes stay where they are. */
  destroy(options?: CallOptions): Promise<void> {
    return this.call.storagePoolDestroy({ pool: this.ref }, options);
  }

  /** Whether the pool starts with the host. */
  async getAutostart(options?: CallOptions): Promise<boolean> {
    const { autostart } = await this.call.storagePoolGetAutostart({ pool: this.ref }, options);
    return autostart !== 0;
  }

  /** The connection that it was found through. */
  getConnect(): Connection {
    return this.connection;
  }

  /** State (`StoragePoolState`) and size of a pool in bytes. */
  async getInfo(options?: CallOptions): Promise<StoragePoolInfo> {
    const info = await this.call.storagePoolGetInfo({ pool: this.ref }, options);
    return { ...info, state: nameOf(StoragePoolState, info.state) };
  }

  /** XML of a storage pool. */
  getXMLDesc(options?: StorageXMLOptions & AsText): Promise<string>;
  getXMLDesc<D>(options: StorageXMLOptions & AsValue<D>): Promise<D>;
  async getXMLDesc<D>(options?: StorageXMLOptions & AsDocument<D>): Promise<string | D> {
    const { xml } = await this.call.storagePoolGetXMLDesc(
      { pool: this.ref, flags: flagsOf(StorageXMLFlags, options) },
      options,
    );
    return documentAs(xml, options);
  }

  /** Whether the pool is active. */
  async isActive(options?: CallOptions): Promise<boolean> {
    const { active } = await this.call.storagePoolIsActive({ pool: this.ref }, options);
    return active !== 0;
  }

  /** Whether the pool is defined, hence survives its stop. */
  async isPersistent(options?: CallOptions): Promise<boolean> {
    const { persistent } = await this.call.storagePoolIsPersistent({ pool: this.ref }, options);
    return persistent !== 0;
  }

  /** Volumes of an active pool. */
  async listAllVolumes(options?: PlainOptions): Promise<StorageVol[]> {
    const { vols } = await this.call.storagePoolListAllVolumes({ pool: this.ref, flags: options?.flags ?? 0 }, options);
    return vols.map(ref => new StorageVol(this.connection, ref));
  }

  /** Names of the volumes in an active pool. */
  async listVolumes(options?: CallOptions): Promise<readonly string[]> {
    const { names } = await this.call.storagePoolListVolumes({ pool: this.ref }, options);
    return names;
  }

  /** Number of volumes in an active pool. */
  async numOfVolumes(options?: CallOptions): Promise<number> {
    const { num } = await this.call.storagePoolNumOfVolumes({ pool: this.ref }, options);
    return num;
  }

  /** Reads the list of volumes anew from the storage. */
  refresh(options?: PlainOptions): Promise<void> {
    return this.call.storagePoolRefresh({ pool: this.ref, flags: options?.flags ?? 0 }, options);
  }

  /** Sets whether the pool starts with the host. */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.call.storagePoolSetAutostart({ pool: this.ref, autostart: autostart ? 1 : 0 }, options);
  }

  /** Removes the stored definition of an inactive pool. */
  undefine(options?: CallOptions): Promise<void> {
    return this.call.storagePoolUndefine({ pool: this.ref }, options);
  }

  /** Makes a volume out of its XML. */
  async storageVolCreateXML<T>(xml: XmlSource<T>, options?: StorageVolCreateOptions): Promise<StorageVol> {
    const { vol } = await this.call.storageVolCreateXML(
      { pool: this.ref, xml: xmlText(xml), flags: flagsOf(StorageVolCreateFlags, options) },
      options,
    );
    return new StorageVol(this.connection, vol);
  }

  /** Makes a volume out of its XML with the content of another one, in any pool. */
  async storageVolCreateXMLFrom<T>(
    xml: XmlSource<T>,
    clonevol: StorageVol,
    options?: StorageVolCreateOptions,
  ): Promise<StorageVol> {
    const { vol } = await this.call.storageVolCreateXMLFrom(
      { pool: this.ref, xml: xmlText(xml), clonevol: clonevol.ref, flags: flagsOf(StorageVolCreateFlags, options) },
      options,
    );
    return new StorageVol(this.connection, vol);
  }

  /** Finds a volume by its name in a pool. */
  async storageVolLookupByName(name: string, options?: CallOptions): Promise<StorageVol> {
    const { vol } = await this.call.storageVolLookupByName({ pool: this.ref, name }, options);
    return new StorageVol(this.connection, vol);
  }
}
