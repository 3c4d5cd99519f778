import { type Disk, parseDevice } from '@tsvirt/conf/domain';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainBlockCommitFlags as Commit,
  DomainBlockCopyFlags as Copy,
  DomainBlockCopyParam,
  DomainBlockJobAbortFlags as Abort,
  DomainBlockJobInfoFlags,
  DomainBlockJobType as Type,
  DomainBlockPullFlags,
  DomainBlockRebaseFlags as Rebase,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { child, formatElement, readXml } from '@tsvirt/util/xml';
import { chainOf, requireImage, sourcePath, withChain } from '../../domain/backing-chain.js';
import { liveDefinition } from '../../domain/device/live-devices.js';
import { diskPath, findDisk } from '../../domain/device-lookup.js';
import { BlockJob, type BlockJobPlan } from '../../domain/job/block-job.js';
import { mebibytes } from '../../domain/job/pace.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { makeElement } from '../../host/document.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { checkParams } from '../../host/typed-params.js';

interface Place {
  readonly domain: TestDomain;
  readonly disk: Disk;
}

const copyParams = {
  [DomainBlockCopyParam.bandwidth]: 'ullong',
  [DomainBlockCopyParam.granularity]: 'uint',
  [DomainBlockCopyParam.bufSize]: 'ullong',
} as const;
const mirrorJobs = { [Type.copy]: 'copy', [Type.activeCommit]: 'active-commit' } as const;
const mebibyte = 1_048_576;

/** Jobs on disks: images are pulled up, merged down and copied while the guest goes on. */
export function domainBlockJobHandlers(host: TestHost): DriverHandlers {
  const place = (dom: NonnullDomain, path: string): Place => {
    const domain = host.domains.findActive(dom);
    const disk = findDisk(liveDefinition(domain), path);
    if (disk !== undefined) return { domain, disk };
    throw new VirtError('INVALID_ARG', 'TEST', `disk '${path}' not found in domain`);
  };

  const start = ({ domain, disk }: Place, plan: BlockJobPlan): void => {
    if (diskPath(disk) === undefined && disk.source.type !== 'network')
      throw new VirtError('CONFIG_UNSUPPORTED', 'TEST', `disk '${disk.target.dev}' does not have a source`);
    if (disk.mirror !== undefined)
      throw new VirtError('BLOCK_COPY_ACTIVE', 'TEST', `disk '${disk.target.dev}' already in active block job`);
    if (domain.runtime.blockJobs.has(disk.target.dev))
      throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', `disk '${disk.target.dev}' already in active block job`);
    void new BlockJob(host, domain, disk, plan).run();
  };

  /** Pulls what is between the top and `base` into the top. */
  const pull = (at: Place, base: string | null, bandwidth: number): void => {
    const images = chainOf(at.disk);
    const kept = base === null ? undefined : requireImage(at.disk, base);
    if (kept?.depth === 0)
      throw new VirtError('INVALID_ARG', 'TEST', `image '${base}' is the active one of disk '${at.disk.target.dev}'`);
    start(at, {
      type: Type.pull,
      bandwidth,
      done: disk =>
        withChain(
          disk,
          images.filter(({ depth }) => depth === 0 || depth >= (kept?.depth ?? Infinity)),
        ),
    });
  };

  const copy = (at: Place, destination: Disk, bandwidth: number, flags: number): void => {
    // A copy does not outlive a restart: whoever asks says that it need not, or the domain does not either.
    if (at.domain.persistent && (flags & Copy.transientJob) === 0)
      throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is not transient');
    const shallow = (flags & Copy.shallow) !== 0;
    const format = destination.driver?.type ?? at.disk.driver?.type;
    const below = shallow ? chainOf(at.disk).slice(1) : [];
    start(at, {
      type: Type.copy,
      bandwidth,
      mirror: mirrorOf(destination.source, format, Type.copy),
      done: disk => withChain(disk, [{ depth: 0, source: destination.source, format }, ...below]),
    });
  };

  const jobOf = (dom: NonnullDomain, path: string): BlockJob | undefined => {
    const { domain, disk } = place(dom, path);
    return domain.runtime.blockJobs.get(disk.target.dev);
  };

  const requireJob = (dom: NonnullDomain, path: string): BlockJob => {
    const job = jobOf(dom, path);
    if (job !== undefined) return job;
    throw new VirtError('INVALID_ARG', 'TEST', `disk ${path} does not have an active block job`);
  };

  return {
    domainBlockPull({ dom, path, bandwidth, flags }) {
      checkFlags(flags, DomainBlockPullFlags.bandwidthBytes, 'domainBlockPull');
      pull(place(dom, path), null, speed(bandwidth, (flags & DomainBlockPullFlags.bandwidthBytes) !== 0));
    },

    domainBlockRebase({ dom, path, base, bandwidth, flags }) {
      checkFlags(flags, allOf(Rebase), 'domainBlockRebase');
      const at = place(dom, path);
      const limit = speed(bandwidth, (flags & Rebase.bandwidthBytes) !== 0);
      if ((flags & Rebase.copy) === 0) return pull(at, base, limit);
      if (base === null) throw new VirtError('INVALID_ARG', 'DOMAIN', 'a copy needs a destination');
      const source =
        (flags & Rebase.copyDev) !== 0
          ? ({ type: 'block', dev: base, seclabels: [] } as const)
          : ({ type: 'file', file: base, seclabels: [] } as const);
      const format = (flags & Rebase.copyRaw) !== 0 ? 'raw' : at.disk.driver?.type;
      const destination: Disk = { ...at.disk, source, driver: { ...at.disk.driver, type: format } };
      return copy(at, destination, limit, (flags & Rebase.shallow) === 0 ? 0 : Copy.shallow);
    },

    domainBlockCopy({ dom, path, destxml, params, flags }) {
      checkFlags(flags, allOf(Copy), 'domainBlockCopy');
      checkParams(params, copyParams);
      const at = place(dom, path);
      // A destination has no name of its own: the disk's is put in where the document leaves it out.
      const device = parseDevice(withTarget(destxml, at.disk.target.dev), { inactive: true });
      if (device.kind !== 'disks') throw new VirtError('XML_ERROR', 'DOMAIN', 'the destination is no disk');
      if (sourcePath(device.device.source) === undefined && device.device.source.type !== 'network')
        throw new VirtError('INVALID_ARG', 'TEST', 'the destination has no source');
      const limit = params.find(({ field }) => field === DomainBlockCopyParam.bandwidth)?.value;
      const bandwidth = limit?.type === 'ullong' ? Number(limit.value) : 0;
      copy(at, device.device, bandwidth, flags);
    },

    domainBlockCommit({ dom, disk: path, base, top, bandwidth, flags }) {
      checkFlags(flags, allOf(Commit), 'domainBlockCommit');
      const at = place(dom, path);
      const images = chainOf(at.disk);
      const upper = top === null ? images[0] : requireImage(at.disk, top);
      const shallow = (flags & Commit.shallow) !== 0;
      const lower =
        base === null ? images[shallow ? (upper?.depth ?? 0) + 1 : images.length - 1] : requireImage(at.disk, base);
      const { dev } = at.disk.target;
      if (upper === undefined || lower === undefined || lower.depth <= upper.depth)
        throw new VirtError('INVALID_ARG', 'TEST', `top '${top ?? dev}' in chain for '${dev}' has no backing file`);
      const active = upper.depth === 0;
      if (active !== ((flags & Commit.active) !== 0))
        throw new VirtError(
          'INVALID_ARG',
          'TEST',
          active
            ? `commit of '${dev}' active layer requires active flag`
            : `active commit requested but '${top}' is not active`,
        );
      const limit = speed(bandwidth, (flags & Commit.bandwidthBytes) !== 0);
      const rest = images.filter(({ depth }) => depth < upper.depth || depth >= lower.depth);
      const done = (disk: Disk): Disk => withChain(disk, rest);
      const type = active ? Type.activeCommit : Type.commit;
      start(at, {
        type,
        bandwidth: limit,
        done,
        ...(active && { mirror: mirrorOf(lower.source, lower.format, Type.activeCommit) }),
      });
    },

    domainGetBlockJobInfo({ dom, path, flags }) {
      checkFlags(flags, DomainBlockJobInfoFlags.bandwidthBytes, 'domainGetBlockJobInfo');
      const job = jobOf(dom, path);
      if (job === undefined) return { found: 0, type: 0, bandwidth: 0n, cur: 0n, end: 0n };
      const bytes = (flags & DomainBlockJobInfoFlags.bandwidthBytes) !== 0;
      const bandwidth = BigInt(Math.ceil(bytes ? job.bandwidth : job.bandwidth / mebibyte));
      return { found: 1, type: job.type, bandwidth, cur: job.progress.processed, end: job.progress.total };
    },

    domainBlockJobSetSpeed({ dom, path, bandwidth, flags }) {
      checkFlags(flags, 1, 'domainBlockJobSetSpeed');
      requireJob(dom, path).setBandwidth(speed(bandwidth, flags !== 0));
    },

    domainBlockJobAbort({ dom, path, flags }) {
      checkFlags(flags, Abort.async | Abort.pivot, 'domainBlockJobAbort');
      const job = requireJob(dom, path);
      if ((flags & Abort.pivot) === 0) return job.cancel();
      if (job.type !== Type.copy && job.type !== Type.activeCommit)
        throw new VirtError('OPERATION_INVALID', 'TEST', `job type '${job.type}' does not support pivot`);
      return job.pivot();
    },
  };
}

function allOf(flags: Readonly<Record<string, number>>): number {
  return Object.values(flags).reduce((all, flag) => all | flag, 0);
}

/** Bytes a second. */
function speed(bandwidth: bigint, isBytes: boolean): number {
  return isBytes ? Number(bandwidth) : mebibytes(bandwidth);
}

function mirrorOf(source: Disk['source'], format: string | undefined, type: keyof typeof mirrorJobs): Disk['mirror'] {
  const file = sourcePath(source);
  return {
    ...(file !== undefined && { file }),
    ...(format !== undefined && { formatName: format, format: { type: format } }),
    job: mirrorJobs[type],
    source,
  };
}

/** The destination's document with the disk's name, where it has none of its own. */
function withTarget(xml: string, dev: string): string {
  const root = readXml(xml, { domain: 'DOMAIN', name: '(disk_definition)' });
  if (child(root, 'target') !== undefined) return xml;
  return formatElement({ ...root, children: [...root.children, makeElement('target', { dev })] });
}
