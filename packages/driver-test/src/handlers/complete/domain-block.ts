import type { Disk } from '@tsvirt/conf/domain';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainBlockResizeFlags as Resize,
  DomainBlockStatsParam as Name,
  limits,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { chainOf } from '../../domain/backing-chain.js';
import { blockSizes, diskCounters } from '../../domain/device-counters.js';
import { diskSizes } from '../../domain/disk-sizes.js';
import { diskPath, findDisk } from '../../domain/device-lookup.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { acceptsStrings } from '../../host/typed-params.js';

/** Disks: their size, and what is in them. */
export function domainBlockHandlers(host: TestHost): DriverHandlers {
  const diskOf = (domain: TestDomain, path: string): Disk => {
    const disk = findDisk(domain.definition, path);
    if (disk !== undefined) return disk;
    throw new VirtError('INVALID_ARG', 'TEST', `invalid path '${path}' not assigned to domain`);
  };
  const withSource = (dom: NonnullDomain, path: string): { domain: TestDomain; disk: Disk } => {
    const domain = host.domains.find(dom);
    const disk = diskOf(domain, path);
    if (diskPath(disk) !== undefined) return { domain, disk };
    throw new VirtError('INVALID_ARG', 'TEST', `disk '${disk.target.dev}' does not currently have a source assigned`);
  };

  return {
    domainBlockResize({ dom, disk: path, size, flags }) {
      checkFlags(flags, Resize.bytes | Resize.capacity, 'domainBlockResize');
      const domain = host.domains.findActive(dom);
      const { target, readonly } = diskOf(domain, path);
      if (readonly) throw new VirtError('OPERATION_INVALID', 'TEST', `disk '${target.dev}' is read-only`);
      if (domain.runtime.blockJobs.has(target.dev))
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', `disk '${target.dev}' already in active block job`);
      const capacity =
        (flags & Resize.capacity) !== 0 ? blockSizes.capacity : size * ((flags & Resize.bytes) !== 0 ? 1n : 1024n);
      if (capacity >= 2n ** 63n) throw new VirtError('OVERFLOW', 'TEST', `a size of ${capacity} bytes is too large`);
      domain.runtime.capacities.set(target.dev, capacity);
    },

    domainGetBlockInfo({ dom, path, flags }) {
      checkFlags(flags, 0, 'domainGetBlockInfo');
      const { domain, disk } = withSource(dom, path);
      return diskSizes(domain, disk.target.dev);
    },

    // Every byte of a disk is its place, modulo 256, as with memory.
    domainBlockPeek({ dom, path, offset, size, flags }) {
      checkFlags(flags, 0, 'domainBlockPeek');
      withSource(dom, path);
      if (size > limits.domainBlockPeekBufferMax)
        throw new VirtError('INVALID_ARG', 'TEST', `cannot read ${size} bytes at once`);
      const start = Number(offset & 0xffn);
      return { buffer: Uint8Array.from({ length: size }, (_none, index) => (start + index) & 0xff) };
    },

    domainBlockStatsFlags({ dom, path, flags }) {
      checkFlags(flags, acceptsStrings, 'domainBlockStatsFlags');
      const domain = host.domains.findActive(dom);
      if (path !== '') diskOf(domain, path);
      const counted = diskCounters(domain, host.measures);
      const params = (
        [
          [Name.readBytes, counted.rdBytes],
          [Name.readReq, counted.rdReq],
          [Name.writeBytes, counted.wrBytes],
          [Name.writeReq, counted.wrReq],
          [Name.errs, counted.errs],
        ] as const
      ).map(([field, value]) => ({ field, value: { type: 'llong', value } }) as const);
      return { params };
    },

    domainGetDiskErrors({ dom, maxerrors, flags }) {
      checkFlags(flags, 0, 'domainGetDiskErrors');
      const { definition, runtime } = host.domains.findActive(dom);
      if (maxerrors === 0) return { errors: [], nerrors: definition.devices.disks.length };
      const errors = Array.from(runtime.diskErrors, ([disk, error]) => ({ disk, error })).slice(0, maxerrors);
      return { errors, nerrors: errors.length };
    },

    domainSetBlockThreshold({ dom, dev, threshold, flags }) {
      checkFlags(flags, 0, 'domainSetBlockThreshold');
      const domain = host.domains.findActive(dom);
      const [, target = dev, depth] = /^(\w+)\[(\d{1,4})\]$/.exec(dev) ?? [];
      const disk = diskOf(domain, target);
      if (depth !== undefined && chainOf(disk)[Number(depth)] === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `disk '${target}' has no image ${depth}`);
      if (threshold === 0n) domain.runtime.thresholds.delete(dev);
      else domain.runtime.thresholds.set(dev, threshold);
    },
  };
}
