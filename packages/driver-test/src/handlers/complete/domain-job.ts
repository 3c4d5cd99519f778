import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainAbortJobFlagsValues,
  DomainGetJobStatsFlags,
  DomainJobType,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { jobParams } from '../../domain/job/guest-job.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

const { completed, keepCompleted } = DomainGetJobStatsFlags;
const none = {
  type: DomainJobType.none,
  timeElapsed: 0n,
  timeRemaining: 0n,
  dataTotal: 0n,
  dataProcessed: 0n,
  dataRemaining: 0n,
  memTotal: 0n,
  memProcessed: 0n,
  memRemaining: 0n,
  fileTotal: 0n,
  fileProcessed: 0n,
  fileRemaining: 0n,
};

/** Jobs of guests are watched and aborted. */
export function domainJobHandlers(host: TestHost): DriverHandlers {
  const abort = (dom: NonnullDomain): void => {
    const { job } = host.domains.findActive(dom).runtime;
    if (job === undefined) throw new VirtError('OPERATION_INVALID', 'TEST', 'no job is active on the domain');
    job.abort();
  };

  return {
    domainGetJobInfo({ dom }) {
      const { job } = host.domains.find(dom).runtime;
      if (job === undefined) return none;
      const { elapsedMs, total, processed, remaining, ofDisks } = job.figures;
      const sizes = { dataTotal: total, dataProcessed: processed, dataRemaining: remaining };
      return {
        ...none,
        type: DomainJobType.unbounded,
        timeElapsed: elapsedMs,
        ...sizes,
        ...(ofDisks
          ? { fileTotal: total, fileProcessed: processed, fileRemaining: remaining }
          : { memTotal: total, memProcessed: processed, memRemaining: remaining }),
      };
    },

    domainGetJobStats({ dom, flags }) {
      checkFlags(flags, completed | keepCompleted, 'domainGetJobStats');
      const { runtime } = host.domains.find(dom);
      if ((flags & completed) === 0) {
        const { job } = runtime;
        if (job === undefined) return { type: DomainJobType.none, params: [] };
        return { type: DomainJobType.unbounded, params: jobParams(job) };
      }
      if (runtime.job !== undefined && runtime.job.operation.startsWith('migration'))
        throw new VirtError('OPERATION_INVALID', 'TEST', 'migration statistics are available only on the source host');
      const { lastJob } = runtime;
      if (lastJob === undefined) return { type: DomainJobType.none, params: [] };
      if ((flags & keepCompleted) === 0) runtime.lastJob = undefined;
      return { type: lastJob.type, params: jobParams(lastJob) };
    },

    domainAbortJob: ({ dom }) => abort(dom),
    domainAbortJobFlags({ dom, flags }) {
      checkFlags(flags, DomainAbortJobFlagsValues.postcopy, 'domainAbortJobFlags');
      abort(dom);
    },
  };
}
