import type { DriverHandlers } from '@tsvirt/core/contract';
import { ConnectBaselineCPUFlags, ConnectCompareCPUFlags, CPUCompareResult } from '@tsvirt/core/protocol';
import { isArchitecture, VirtError } from '@tsvirt/util';
import {
  baselineCpu,
  baselineX86,
  compareCpu,
  type CpuComparison,
  type CpuDescription,
  cpuModelNames,
  expandX86,
  formatCpu,
  readCpu,
} from '@tsvirt/util/cpu';
import type { GuestQuestion } from '../capabilities/domain-type.js';
import { blockersByModel, hostModelCpu, namedFeatures } from '../capabilities/host-model.js';
import type { HostView } from '../capabilities/host-view.js';
import { checkFlags } from './flags.js';

const { expandFeatures, migratable } = ConnectBaselineCPUFlags;
const { failIncompatible, validateXml } = ConnectCompareCPUFlags;

/** What the host and its emulators can do, and whose CPU fits whom. */
export function hostHandlers(view: HostView): DriverHandlers {
  return {
    connectGetCapabilities: async () => ({ capabilities: await view.capabilities() }),

    async connectGetDomainCapabilities(args, { signal }) {
      checkFlags(args.flags, 0, 'virConnectGetDomainCapabilities');
      return {
        capabilities: await view.domainCapabilities(questionOf({ ...args, emulator: args.emulatorbin }), signal),
      };
    },

    connectGetCPUModelNames({ arch, flags }) {
      checkFlags(flags, 0, 'virConnectGetCPUModelNames');
      if (!isArchitecture(arch)) throw new VirtError('INVALID_ARG', 'QEMU', `cannot find architecture ${arch}`);
      const models = cpuModelNames(arch);
      if (models === undefined)
        throw new VirtError('NO_SUPPORT', 'CPU', `'${arch}' architecture is not supported by CPU driver`);
      return { models };
    },

    async connectCompareCPU({ xml, flags }) {
      checkFlags(flags, failIncompatible | validateXml, 'virConnectCompareCPU');
      const cpu = readCpu(xml);
      const { description } = await view.cpu();
      return { result: resultOf(compare(description, cpu), flags) };
    },

    async connectCompareHypervisorCPU(args) {
      checkFlags(args.flags, failIncompatible | validateXml, 'virConnectCompareHypervisorCPU');
      const { capabilities, arch, virtType } = await view.choose(questionOf(args));
      const cpu = readCpu(args.xmlCPU);
      if (!isX86(arch)) {
        throw unsupported(`comparing with the hypervisor CPU is not supported for arch ${arch}`);
      }
      const own = hostModelCpu(capabilities, virtType);
      const named = own === undefined || !isArchitecture(arch) ? own : { ...own, arch };
      return { result: resultOf(compare(named, cpu), args.flags) };
    },

    connectBaselineCPU({ xmlCPUs, flags }) {
      checkFlags(flags, expandFeatures | migratable, 'virConnectBaselineCPU');
      const cpus = xmlCPUs.map(xml => readCpu(xml, 'host'));
      const cpu = baselineCpu(cpus, { migratable: (flags & migratable) !== 0 });
      const known = isX86(cpus[0]?.arch ?? 'x86_64');
      return { cpu: formatCpu((flags & expandFeatures) !== 0 && known ? expandX86(cpu) : cpu) };
    },

    async connectBaselineHypervisorCPU(args) {
      const { flags } = args;
      checkFlags(flags, expandFeatures | migratable, 'virConnectBaselineHypervisorCPU');
      const cpus = args.xmlCPUs.map(xml => readCpu(xml));
      const { capabilities, arch, virtType } = await view.choose(questionOf(args));
      if (!isX86(arch)) throw unsupported(`computing baseline hypervisor CPU is not supported for arch ${arch}`);
      const options = { migratable: (flags & migratable) !== 0 };
      const cpu = baselineX86(cpus, {
        ...options,
        models: blockersByModel(capabilities, virtType),
        features: namedFeatures(capabilities, virtType, options),
      });
      const guest = { ...cpu, fallback: 'forbid' as const };
      return { cpu: formatCpu((flags & expandFeatures) !== 0 ? expandX86(guest) : guest) };
    },

    nodeGetSecurityModel() {
      const [{ model, doi }] = view.securityModels();
      return { model, doi };
    },

    connectGetSysinfo({ flags }) {
      checkFlags(flags, 0, 'virConnectGetSysinfo');
      throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', 'Host SMBIOS information is not available');
    },
  };
}

interface QuestionArgs {
  readonly emulator: string | null;
  readonly arch: string | null;
  readonly machine: string | null;
  readonly virttype: string | null;
}

function questionOf({ emulator, arch, machine, virttype }: QuestionArgs): GuestQuestion {
  return {
    emulator: emulator ?? undefined,
    arch: arch ?? undefined,
    machine: machine ?? undefined,
    virtType: virttype ?? undefined,
  };
}

function isX86(arch: string): boolean {
  return arch === 'x86_64' || arch === 'i686';
}

function unsupported(detail: string): VirtError {
  return new VirtError('OPERATION_UNSUPPORTED', 'QEMU', detail);
}

function compare(host: CpuDescription | undefined, cpu: CpuDescription): CpuComparison {
  return host === undefined ? { result: 'incompatible', reason: 'unknown host CPU' } : compareCpu(host, cpu);
}

function resultOf(comparison: CpuComparison, flags: number): number {
  if (comparison.result === 'incompatible' && (flags & failIncompatible) !== 0)
    throw new VirtError('CPU_INCOMPATIBLE', 'CPU', comparison.reason);
  return CPUCompareResult[comparison.result];
}
