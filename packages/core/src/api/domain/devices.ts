import type { CallOptions } from '../../contract/index.js';
import {
  DomainBlockCommitFlags,
  DomainBlockCopyFlags,
  DomainBlockJobAbortFlags,
  DomainBlockJobInfoFlags,
  DomainBlockJobSetSpeedFlags,
  DomainBlockJobType,
  DomainBlockPullFlags,
  DomainBlockRebaseFlags,
  DomainBlockResizeFlags,
  DomainDeviceModifyFlags,
  DomainDiskErrorCode,
  DomainFDAssociateFlags,
  DomainMemoryFlags,
} from '../../protocol/enums/index.js';
import type { RetOf } from '../../protocol/procedure.js';
import type { RemoteProcedures } from '../../protocol/remote/index.js';
import type {
  DomainBlockCommitOptions,
  DomainBlockCopyOptions,
  DomainBlockJobAbortOptions,
  DomainBlockJobInfoOptions,
  DomainBlockJobSetSpeedOptions,
  DomainBlockPullOptions,
  DomainBlockRebaseOptions,
  DomainBlockResizeOptions,
  DomainDeviceModifyOptions,
  DomainFDAssociateOptions,
  DomainMemoryOptions,
} from '../call-flags.js';
import { flagsOf, nameOf, type NameOf, type PlainOptions } from '../flag-options.js';
import { blockCopyParameters, type BlockCopyParameters } from '../parameters/domain-jobs.js';
import { type XmlSource, xmlText } from '../xml-codec.js';
import { DomainSaving } from './save.js';

/** Size of a disk in bytes: as the guest wrote it, as it sees it, as the host holds it. */
export interface BlockInfo extends RetOf<RemoteProcedures['domainGetBlockInfo']> {}

/** Progress of a disk's job. It is ready or done when `cur` is `end`. */
export interface BlockJobInfo {
  readonly type: NameOf<typeof DomainBlockJobType>;
  readonly bandwidth: bigint;
  readonly cur: bigint;
  readonly end: bigint;
}

/** A disk whose I/O failed. */
export interface DiskError {
  /** Target of the disk: `vda`. */
  readonly disk: string;
  readonly error: NameOf<typeof DomainDiskErrorCode>;
}

/** Devices added to, changed in and taken from a domain; its disks. */
export abstract class DomainDevices extends DomainSaving {
  /** Attaches a device to the running guest; the stored definition stays as it is. `xml` describes the one device. */
  attachDevice<T>(xml: XmlSource<T>, options?: CallOptions): Promise<void> {
    return this.call.domainAttachDevice({ dom: this.ref, xml: xmlText(xml) }, options);
  }

  /** Attaches a device to the running guest, the stored definition or both. */
  attachDeviceFlags<T>(xml: XmlSource<T>, options?: DomainDeviceModifyOptions): Promise<void> {
    return this.call.domainAttachDeviceFlags(
      { dom: this.ref, xml: xmlText(xml), flags: flagsOf(DomainDeviceModifyFlags, options) },
      options,
    );
  }

  /**
   * Starts to merge a disk's images from `top` down into `base`; absent for the ends of the chain. `bandwidth`
   * in MiB/s.
   */
  blockCommit(
    disk: string,
    options?: DomainBlockCommitOptions & {
      readonly base?: string | undefined;
      readonly top?: string | undefined;
      readonly bandwidth?: bigint | undefined;
    },
  ): Promise<void> {
    return this.call.domainBlockCommit(
      {
        dom: this.ref,
        disk,
        base: options?.base ?? null,
        top: options?.top ?? null,
        bandwidth: options?.bandwidth ?? 0n,
        flags: flagsOf(DomainBlockCommitFlags, options),
      },
      options,
    );
  }

  /** Starts to copy a disk to the destination of `destxml`, and keeps the two alike until the job is aborted or pivots. */
  blockCopy<T>(
    path: string,
    destxml: XmlSource<T>,
    params: BlockCopyParameters = {},
    options?: DomainBlockCopyOptions,
  ): Promise<void> {
    return this.call.domainBlockCopy(
      {
        dom: this.ref,
        path,
        destxml: xmlText(destxml),
        params: blockCopyParameters.encode(params),
        flags: flagsOf(DomainBlockCopyFlags, options),
      },
      options,
    );
  }

  /** Ends a disk's job: gives it up, or pivots to the copy. */
  blockJobAbort(path: string, options?: DomainBlockJobAbortOptions): Promise<void> {
    return this.call.domainBlockJobAbort(
      { dom: this.ref, path, flags: flagsOf(DomainBlockJobAbortFlags, options) },
      options,
    );
  }

  /** Sets the bandwidth of a disk's job, in MiB/s unless options say bytes/s; 0 lifts the limit. */
  blockJobSetSpeed(path: string, bandwidth: bigint, options?: DomainBlockJobSetSpeedOptions): Promise<void> {
    return this.call.domainBlockJobSetSpeed(
      {
        dom: this.ref,
        path,
        bandwidth,
        flags: flagsOf(DomainBlockJobSetSpeedFlags, options),
      },
      options,
    );
  }

  /** Reads `size` bytes of a disk's content at `offset`, as the guest sees it. */
  async blockPeek(path: string, offset: bigint, size: number, options?: PlainOptions): Promise<Uint8Array> {
    const { buffer } = await this.call.domainBlockPeek(
      { dom: this.ref, path, offset, size, flags: options?.flags ?? 0 },
      options,
    );
    return buffer;
  }

  /** Starts to pull the backing chain's data into a disk's active image. `bandwidth` in MiB/s. */
  blockPull(
    path: string,
    options?: DomainBlockPullOptions & { readonly bandwidth?: bigint | undefined },
  ): Promise<void> {
    return this.call.domainBlockPull(
      { dom: this.ref, path, bandwidth: options?.bandwidth ?? 0n, flags: flagsOf(DomainBlockPullFlags, options) },
      options,
    );
  }

  /** Pulls a disk's data down to `base`, or copies it to there. `bandwidth` in MiB/s. */
  blockRebase(
    path: string,
    options?: DomainBlockRebaseOptions & {
      readonly base?: string | undefined;
      readonly bandwidth?: bigint | undefined;
    },
  ): Promise<void> {
    return this.call.domainBlockRebase(
      {
        dom: this.ref,
        path,
        base: options?.base ?? null,
        bandwidth: options?.bandwidth ?? 0n,
        flags: flagsOf(DomainBlockRebaseFlags, options),
      },
      options,
    );
  }

  /** Resizes a disk. `size` in KiB, or bytes when options say so. */
  blockResize(disk: string, size: bigint, options?: DomainBlockResizeOptions): Promise<void> {
    return this.call.domainBlockResize(
      { dom: this.ref, disk, size, flags: flagsOf(DomainBlockResizeFlags, options) },
      options,
    );
  }

  /** Takes a device from the running guest; the stored definition stays as it is. `xml` describes the device. */
  detachDevice<T>(xml: XmlSource<T>, options?: CallOptions): Promise<void> {
    return this.call.domainDetachDevice({ dom: this.ref, xml: xmlText(xml) }, options);
  }

  /** Takes the device with that alias from the domain: live, stored or both. */
  detachDeviceAlias(alias: string, options?: DomainDeviceModifyOptions): Promise<void> {
    return this.call.domainDetachDeviceAlias(
      { dom: this.ref, alias, flags: flagsOf(DomainDeviceModifyFlags, options) },
      options,
    );
  }

  /** Takes a device from the running guest, the stored definition or both. */
  detachDeviceFlags<T>(xml: XmlSource<T>, options?: DomainDeviceModifyOptions): Promise<void> {
    return this.call.domainDetachDeviceFlags(
      { dom: this.ref, xml: xmlText(xml), flags: flagsOf(DomainDeviceModifyFlags, options) },
      options,
    );
  }

  /** Keeps open files (descriptors, closed here) for the domain under a name that disk sources refer to, while this connection lives. */
  async fdAssociate(name: string, fds: readonly number[], options: DomainFDAssociateOptions = {}): Promise<void> {
    const args = { dom: this.ref, name, flags: flagsOf(DomainFDAssociateFlags, options) };
    await this.connection.callFully('domainFDAssociate', args, { ...options, fds });
  }

  /**
   * Size of one disk in bytes: allocation as the guest wrote it, capacity as it sees it, physical as the host
   * holds it.
   */
  async getBlockInfo(path: string, options?: PlainOptions): Promise<BlockInfo> {
    const info = await this.call.domainGetBlockInfo({ dom: this.ref, path, flags: options?.flags ?? 0 }, options);
    return info;
  }

  /**
   * Progress of a disk's job; undefined when there is none. `bandwidth` in MiB/s, or bytes/s with
   * `bandwidthBytes`.
   */
  async getBlockJobInfo(path: string, options?: DomainBlockJobInfoOptions): Promise<BlockJobInfo | undefined> {
    const { found, type, bandwidth, cur, end } = await this.call.domainGetBlockJobInfo(
      { dom: this.ref, path, flags: flagsOf(DomainBlockJobInfoFlags, options) },
      options,
    );
    return found === 0 ? undefined : { type: nameOf(DomainBlockJobType, type), bandwidth, cur, end };
  }

  /** Disks whose I/O failed, by their target (`vda`). */
  async getDiskErrors(options?: PlainOptions): Promise<DiskError[]> {
    const dom = this.ref;
    const flags = options?.flags ?? 0;
    const { nerrors } = await this.call.domainGetDiskErrors({ dom, maxerrors: 0, flags }, options);
    if (nerrors <= 0) return [];
    const { errors } = await this.call.domainGetDiskErrors({ dom, maxerrors: nerrors, flags }, options);
    return errors.map(({ disk, error }) => ({ disk, error: nameOf(DomainDiskErrorCode, error) }));
  }

  /** Reads `size` bytes of guest memory at `offset`; options say which addresses those are. */
  async memoryPeek(offset: bigint, size: number, options?: DomainMemoryOptions): Promise<Uint8Array> {
    const { buffer } = await this.call.domainMemoryPeek(
      { dom: this.ref, offset, size, flags: flagsOf(DomainMemoryFlags, options) },
      options,
    );
    return buffer;
  }

  /**
   * Has an event sent when a disk (`vda`, or `vda[1]` for a backing image) is written past `threshold` bytes; 0
   * cancels.
   */
  setBlockThreshold(dev: string, threshold: bigint, options?: PlainOptions): Promise<void> {
    return this.call.domainSetBlockThreshold({ dom: this.ref, dev, threshold, flags: options?.flags ?? 0 }, options);
  }

  /**
   * Changes a device in the running guest, the stored definition or both; `xml` is the whole device as it shall
   * be.
   */
  updateDeviceFlags<T>(xml: XmlSource<T>, options?: DomainDeviceModifyOptions): Promise<void> {
    return this.call.domainUpdateDeviceFlags(
      { dom: this.ref, xml: xmlText(xml), flags: flagsOf(DomainDeviceModifyFlags, options) },
      options,
    );
  }
}
