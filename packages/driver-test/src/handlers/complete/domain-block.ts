import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainBlockResizeFlags as Resize, limits } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { chainOf } from '../../domain/backing-chain.js';
import { blockSizes } from '../../domain/device-counters.js';
import { requireOwnDisk, requireSource } from '../../domain/own-disks.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Disks: they are resized, read, and watched. */
export function domainBlockHandlers(host: TestHost): DriverHandlers {
  return {
    domainBlockResize({ dom, disk: path, size, flags }) {
      checkFlags(flags, Resize.bytes | Resize.capacity, 'domainBlockResize');
      const domain = host.domains.findActive(dom);
      const { target, readonly } = requireOwnDisk(domain, path);
      if (readonly) throw new VirtError('OPERATION_INVALID', 'TEST', `disk '${target.dev}' is read-only`);
      if (domain.runtime.blockJobs.has(target.dev))
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', `disk '${target.dev}' already in active block job`);
      const capacity =
        (flags & Resize.capacity) !== 0 ? blockSizes.capacity : size * ((flags & Resize.bytes) !== 0 ? 1n : 1024n);
      if (capacity >= 2n ** 63n) throw new VirtError('OVERFLOW', 'TEST', `a size of ${capacity} bytes is too large`);
      domain.runtime.capacities.set(target.dev, capacity);
    },

    // Every byte of a disk is its place, modulo 256, as with memory.
    domainBlockPeek({ dom, path, offset, size, flags }) {
      checkFlags(flags, 0, 'domainBlockPeek');
      requireSource(host.domains.find(dom), path);
      if (size > limits.domainBlockPeekBufferMax)
        throw new VirtError('INVALID_ARG', 'TEST', `cannot read ${size} bytes at once`);
      const start = Number(offset & 0xffn);
      return { buffer: Uint8Array.from({ length: size }, (_none, index) => (start + index) & 0xff) };
    },

    domainSetBlockThreshold({ dom, dev, threshold, flags }) {
      checkFlags(flags, 0, 'domainSetBlockThreshold');
      const domain = host.domains.findActive(dom);
      const [, target = dev, depth] = /^(\w+)\[(\d{1,4})\]$/.exec(dev) ?? [];
      const disk = requireOwnDisk(domain, target);
      if (depth !== undefined && chainOf(disk)[Number(depth)] === undefined)
        throw new VirtError('INVALID_ARG', 'TEST', `disk '${target}' has no image ${depth}`);
      if (threshold === 0n) domain.runtime.thresholds.delete(dev);
      else domain.runtime.thresholds.set(dev, threshold);
    },
  };
}
