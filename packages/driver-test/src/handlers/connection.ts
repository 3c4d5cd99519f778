import { hostname } from 'node:os';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { isArchitecture, VirtError } from '@tsvirt/util';
import { baselineOf } from '../host/baseline-cpu.js';
import { cpuModelNames } from '@tsvirt/util/cpu';
import { defaultSysinfo } from '../defaults/sysinfo.js';
import { capabilities } from '../host/capabilities.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { maxVcpus } from '../host/topology.js';

/**
 * Features of libvirt's internal list that all drivers have: 9, typed parameters may be strings; 16, networkUpdate takes
 * command and section as documented.
 */
export const features: readonly number[] = [9, 16];

/** What the hypervisor says about itself. */
export function connectionHandlers(host: TestHost): DriverHandlers {
  return {
    connectGetType: () => ({ type: 'TEST' }),
    connectGetVersion: () => ({ hvVer: 2n }),
    connectGetHostname: () => ({ hostname: hostname() }),
    connectGetMaxVcpus: () => ({ maxVcpus }),
    connectIsSecure: () => ({ secure: 1 }),
    connectSupportsFeature: ({ feature }) => ({ supported: features.includes(feature) ? 1 : 0 }),
    connectGetCapabilities: () => ({ capabilities: capabilities(host.topology, { pages: host.pagePools }) }),

    connectGetSysinfo({ flags }) {
      checkFlags(flags, 0, 'connectGetSysinfo');
      return { sysinfo: defaultSysinfo };
    },

    connectGetCPUModelNames({ arch, flags }) {
      checkFlags(flags, 0, 'connectGetCPUModelNames');
      if (!isArchitecture(arch)) throw new VirtError('INVALID_ARG', 'TEST', `cannot find architecture ${arch}`);
      const models = cpuModelNames(arch);
      if (models === undefined)
        throw new VirtError('NO_SUPPORT', 'CPU', `CPU models of architecture '${arch}' are not known`);
      return { models };
    },

    connectBaselineCPU: ({ xmlCPUs, flags }) => ({ cpu: baselineOf(xmlCPUs, flags, host.isComplete) }),
  };
}
