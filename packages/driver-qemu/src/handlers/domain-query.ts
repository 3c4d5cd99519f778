import { definitionOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainControlState, DomainVcpuFlags } from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import type { QemuDomain } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { phaseNumbers } from '../lifecycle.js';
import { checkFlags } from './flags.js';
import { processUsage } from './process-usage.js';

/** How a domain is: state, size, use of CPU. */
export function domainQueryHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainGetInfo({ dom }) {
      const domain = host.domains.find(dom);
      const { current: definition } = domain;
      return {
        state: phaseNumbers(domain.phase).state,
        maxMem: definition.memory.sizeKiB,
        memory: currentMemoryKiB(domain),
        nrVirtCpu: definition.vcpu.current ?? definition.vcpu.count,
        cpuTime: await cpuTimeNs(domain),
      };
    },
    domainGetState({ dom, flags }) {
      checkFlags(flags, 0, 'virDomainGetState');
      return phaseNumbers(host.domains.find(dom).phase);
    },
    domainGetOSType: ({ dom }) => ({ type: host.domains.find(dom).current.os.type.type }),
    domainGetMaxMemory: ({ dom }) => ({ memory: host.domains.find(dom).current.memory.sizeKiB }),
    domainIsActive: ({ dom }) => ({ active: host.domains.find(dom).isActive ? 1 : 0 }),
    domainGetControlInfo({ dom, flags }) {
      checkFlags(flags, 0, 'virDomainGetControlInfo');
      const domain = host.domains.findActive(dom);
      const job = domain.jobs.async;
      const state =
        domain.live.process?.monitor.isOpen !== true
          ? DomainControlState.error
          : job === undefined
            ? DomainControlState.ok
            : DomainControlState.job;
      return { state, details: 0, stateTime: job === undefined ? 0n : BigInt(Date.now() - job.startedMs) };
    },
    domainGetJobInfo({ dom }) {
      host.domains.findActive(dom);
      return noJob;
    },
    domainGetJobStats({ dom, flags }) {
      checkFlags(flags, 3, 'virDomainGetJobStats');
      host.domains.findActive(dom);
      return { type: 0, params: [] };
    },
    domainAbortJob({ dom }) {
      const { async: job } = host.domains.findActive(dom).jobs;
      if (job === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', 'no job is active on the domain');
      job.abort();
    },
    domainGetMaxVcpus({ dom }) {
      return { num: host.domains.find(dom).current.vcpu.count };
    },
    domainGetVcpusFlags({ dom, flags }) {
      const { live, config, maximum } = DomainVcpuFlags;
      checkFlags(flags, live | config | maximum, 'virDomainGetVcpusFlags');
      const domain = host.domains.find(dom);
      const { vcpu } = definitionOf(flags, domain, 'domain', 'QEMU');
      return { num: (flags & maximum) === 0 ? (vcpu.current ?? vcpu.count) : vcpu.count };
    },
    async domainGetVcpus({ dom, maxinfo, maplen }) {
      const domain = host.domains.findActive(dom);
      const pid = domain.live.process?.pid;
      const threads = domain.live.vcpuThreads.slice(0, maxinfo);
      const info = await Promise.all(
        threads.map(async (thread, number) => {
          const usage = pid === undefined ? undefined : await processUsage(pid, thread);
          return { number, state: 1, cpuTime: (usage?.userNs ?? 0n) + (usage?.systemNs ?? 0n), cpu: 0 };
        }),
      );
      const anywhere = Bitmap.range(0, Math.max(0, maplen * 8 - 1)).toBytes(maplen);
      const cpumaps = new Uint8Array(maplen * threads.length);
      for (const index of threads.keys()) cpumaps.set(anywhere, index * maplen);
      return { info, cpumaps };
    },
    domainHasManagedSaveImage({ dom, flags }) {
      checkFlags(flags, 0, 'virDomainHasManagedSaveImage');
      host.domains.find(dom);
      return { result: 0 };
    },
    domainGetSchedulerType({ dom }) {
      host.domains.find(dom);
      return { type: 'posix', nparams: 0 };
    },
  };
}

const noJob = {
  type: 0,
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
} as const;

/** What the guest has now: the balloon's word while it runs, else what the definition says. */
export function currentMemoryKiB({ live, current: definition }: QemuDomain): bigint {
  if (live === undefined) return definition.currentMemoryKiB;
  const hasBalloon = definition.devices.memballoon?.model.startsWith('virtio') ?? false;
  return hasBalloon ? (live.balloonKiB ?? definition.currentMemoryKiB) : definition.memory.sizeKiB;
}

/** Nanoseconds of CPU that the guest's process has used; 0 when it doesn't run. */
export async function cpuTimeNs({ live }: QemuDomain): Promise<bigint> {
  const pid = live?.process?.pid;
  const usage = pid === undefined ? undefined : await processUsage(pid);
  return usage === undefined ? 0n : usage.userNs + usage.systemNs;
}
