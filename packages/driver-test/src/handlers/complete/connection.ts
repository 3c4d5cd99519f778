import type { DriverHandlers } from '@tsvirt/core/contract';
import { baselineOf } from '../../host/baseline-cpu.js';
import { capabilities } from '../../host/capabilities.js';
import { compareWithHost, hostCpu } from '../../host/host-cpu.js';
import type { TestHost } from '../../host/test-host.js';
import { features } from '../connection.js';

/**
 * Features that only hypervisors with migration have, of libvirt's internal list: 4, a daemon migrates to another one by
 * itself; 6, 12 and 13, the phases of protocol 3, of guests that do not run as well, with typed parameters; 7, a guest on
 * its way is protected from changes; 11, documents for another host.
 */
const migrationFeatures: readonly number[] = [4, 6, 7, 11, 12, 13];

/** What a complete host says about itself and its processor. */
export function completeConnectionHandlers({ topology, pagePools }: TestHost): DriverHandlers {
  return {
    connectSupportsFeature: ({ feature }) => ({
      supported: features.includes(feature) || migrationFeatures.includes(feature) ? 1 : 0,
    }),
    connectGetCapabilities: () => ({
      capabilities: capabilities(topology, { pages: pagePools, cpu: hostCpu, suspends: true }),
    }),
    connectCompareCPU: ({ xml, flags }) => ({ result: compareWithHost(xml, flags, 'connectCompareCPU') }),
    connectCompareHypervisorCPU: ({ xmlCPU, flags }) => ({
      result: compareWithHost(xmlCPU, flags, 'connectCompareHypervisorCPU'),
    }),
    connectBaselineHypervisorCPU: ({ xmlCPUs, flags }) => ({ cpu: baselineOf(xmlCPUs, flags, true) }),
  };
}
