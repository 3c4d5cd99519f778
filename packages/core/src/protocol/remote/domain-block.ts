import { domainDiskError } from '../domain-shapes.js';
import {
  domainBlockCopyParametersMax,
  domainBlockPeekBufferMax,
  domainDiskErrorsMax,
  domainMemoryPeekBufferMax,
} from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, opaque, uhyper, uint } from '../xdr.js';

/** Disks of a domain: size, jobs on their images, peeking at their content. */
export const domainBlock = procedures({
  /** Reads `size` bytes of a disk's content at `offset`, as the guest sees it. */
  domainBlockPeek: {
    number: 103,
    since: '0.4.2',
    readOnlyDenied: true,
    acl: ['domain:block_read'],
    args: { dom: nonnullDomain, path: text, offset: uhyper, size: uint, flags: uint },
    ret: { buffer: opaque(domainBlockPeekBufferMax) },
  },

  /** Reads `size` bytes of guest memory at `offset`; `flags` (`DomainMemoryFlags`) say which addresses those are. */
  domainMemoryPeek: {
    number: 104,
    since: '0.4.2',
    readOnlyDenied: true,
    acl: ['domain:mem_read'],
    args: { dom: nonnullDomain, offset: uhyper, size: uint, flags: uint },
    ret: { buffer: opaque(domainMemoryPeekBufferMax) },
  },

  /**
   * Size of one disk in bytes: allocation as the guest wrote it, capacity as it sees it, physical as the host holds it.
   */
  domainGetBlockInfo: {
    number: 194,
    since: '0.8.1',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, path: text, flags: uint },
    ret: { allocation: uhyper, capacity: uhyper, physical: uhyper },
  },

  /** Ends a disk's job: gives it up, or pivots to the copy (`DomainBlockJobAbortFlags`). */
  domainBlockJobAbort: {
    number: 237,
    since: '0.9.4',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, path: text, flags: uint },
  },

  /** Progress of a disk's job. `found` 0: there is none. `bandwidth` in MiB/s, or bytes/s when `flags` say so. */
  domainGetBlockJobInfo: {
    number: 238,
    since: '0.9.4',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, path: text, flags: uint },
    ret: { found: int, type: int, bandwidth: uhyper, cur: uhyper, end: uhyper },
  },

  /** Sets the bandwidth of a disk's job, in MiB/s unless `flags` say bytes/s; 0 lifts the limit. */
  domainBlockJobSetSpeed: {
    number: 239,
    since: '0.9.4',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, path: text, bandwidth: uhyper, flags: uint },
  },

  /** Starts to pull the backing chain's data into a disk's active image. `bandwidth` in MiB/s. */
  domainBlockPull: {
    number: 240,
    since: '0.9.4',
    readOnlyDenied: true,
    acl: ['domain:block_write'],
    args: { dom: nonnullDomain, path: text, bandwidth: uhyper, flags: uint },
  },

  /** Resizes a disk. `size` in KiB, or bytes when `flags` say so. */
  domainBlockResize: {
    number: 251,
    since: '0.9.8',
    readOnlyDenied: true,
    acl: ['domain:block_write'],
    args: { dom: nonnullDomain, disk: text, size: uhyper, flags: uint },
  },

  /** Disks whose I/O failed. `maxerrors` 0 asks for the number of disks, in `nerrors`. */
  domainGetDiskErrors: {
    number: 263,
    since: '0.9.10',
    acl: ['domain:read'],
    args: { dom: nonnullDomain, maxerrors: uint, flags: uint },
    ret: { errors: array(domainDiskError, domainDiskErrorsMax), nerrors: int },
  },

  /** Pulls a disk's data down to `base`, or copies it to there (`DomainBlockRebaseFlags`). `bandwidth` in MiB/s. */
  domainBlockRebase: {
    number: 266,
    since: '0.9.10',
    readOnlyDenied: true,
    acl: ['domain:block_write'],
    args: { dom: nonnullDomain, path: text, base: optText, bandwidth: uhyper, flags: uint },
  },

  /**
   * Starts to merge a disk's images from `top` down into `base`; null for the ends of the chain. `bandwidth` in MiB/s.
   */
  domainBlockCommit: {
    number: 290,
    since: '0.10.2',
    readOnlyDenied: true,
    acl: ['domain:block_write'],
    args: { dom: nonnullDomain, disk: text, base: optText, top: optText, bandwidth: uhyper, flags: uint },
  },

  /** Starts to copy a disk to the destination of `destxml` and keep the two alike; names in `DomainBlockCopyParam`. */
  domainBlockCopy: {
    number: 345,
    since: '1.2.8',
    readOnlyDenied: true,
    acl: ['domain:block_write'],
    args: {
      dom: nonnullDomain,
      path: text,
      destxml: text,
      params: array(typedParam, domainBlockCopyParametersMax),
      flags: uint,
    },
  },

  /**
   * Has an event sent when a disk (`vda`, or `vda[1]` for a backing image) is written past `threshold` bytes; 0
   * cancels.
   */
  domainSetBlockThreshold: {
    number: 386,
    since: '3.1.0',
    readOnlyDenied: true,
    acl: ['domain:write'],
    args: { dom: nonnullDomain, dev: text, threshold: uhyper, flags: uint },
  },
});
