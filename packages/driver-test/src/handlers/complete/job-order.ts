import type { Call, DriverHandlers, ProcedureName } from '@tsvirt/core/contract';
import { isNonnullDomain } from '../../domain/domain-reference.js';
import { type JobOperation, jobless } from '../../domain/job/guest-job.js';
import type { TestHost } from '../../host/test-host.js';

/** Procedures that change a guest, and so wait until its job is over; queries, aborts and the end of a guest do not. */
const waiting: readonly ProcedureName[] = [
  'domainSuspend',
  'domainResume',
  'domainShutdown',
  'domainShutdownFlags',
  'domainReboot',
  'domainReset',
  'domainSetVcpus',
  'domainSetVcpusFlags',
  'domainSetVcpu',
  'domainSetMemory',
  'domainSetMemoryFlags',
  'domainSetMaxMemory',
  'domainAttachDevice',
  'domainAttachDeviceFlags',
  'domainDetachDevice',
  'domainDetachDeviceFlags',
  'domainDetachDeviceAlias',
  'domainUpdateDeviceFlags',
  'domainBlockPull',
  'domainBlockRebase',
  'domainBlockCommit',
  'domainBlockCopy',
  'domainBlockResize',
  'domainSnapshotCreateXML',
  'domainCheckpointCreateXML',
  'domainPinVcpu',
  'domainPinVcpuFlags',
  'domainPinEmulator',
  'domainPinIOThread',
  'domainSetSchedulerParameters',
  'domainSetSchedulerParametersFlags',
  'domainAddIOThread',
  'domainDelIOThread',
  'domainSetBlockIoTune',
  'domainSetInterfaceParameters',
  'domainSetMetadata',
];

/** What may be done beside a job nevertheless. */
const beside: Readonly<Partial<Record<ProcedureName, readonly JobOperation[]>>> = {
  domainSuspend: ['migrationOut', 'dump', 'backup'],
  domainResume: ['backup'],
};

/**
 * Handlers of calls that change a guest, behind its job: as long as one is at work they wait, 30 seconds at most. A backup
 * leaves them alone.
 * @param handlers those of a complete host
 */
export function inJobOrder(host: TestHost, handlers: DriverHandlers): DriverHandlers {
  const ordered: Record<string, unknown> = {};
  for (const name of waiting) {
    const handler: unknown = handlers[name];
    if (typeof handler !== 'function') continue;
    ordered[name] = (args: unknown, call: Call): unknown => {
      const answer = (): unknown => Reflect.apply(handler, handlers, [args, call]);
      const dom = typeof args === 'object' && args !== null && 'dom' in args ? args.dom : undefined;
      const domain = isNonnullDomain(dom) ? host.domains.byUuid(dom.uuid) : undefined;
      const job = domain?.activeJob;
      if (domain === undefined || job === undefined) return answer();
      if (job.operation === 'backup' || beside[name]?.includes(job.operation) === true) return answer();
      return jobless(domain, call.signal).then(answer);
    };
  }
  return { ...handlers, ...ordered };
}
