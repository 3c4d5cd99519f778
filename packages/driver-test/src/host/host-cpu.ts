import { ConnectCompareCPUFlags, CPUCompareResult } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { compareCpu, readCpu } from '@tsvirt/util/cpu';
import { checkFlags } from './flags.js';

/** What a complete host's CPU is: libvirt's mock has none with a name. */
export const hostCpu = { model: 'Skylake-Client', vendor: 'Intel' } as const;

const document = `<cpu><arch>i686</arch><model>${hostCpu.model}</model><vendor>${hostCpu.vendor}</vendor></cpu>`;
const { failIncompatible, validateXml } = ConnectCompareCPUFlags;

/**
 * How a CPU stands to the host's, as a `CPUCompareResult`.
 * @throws VirtError CPU_INCOMPATIBLE when the flags ask for it; XML errors
 */
export function compareWithHost(xml: string, flags: number, procedure: string): number {
  checkFlags(flags, failIncompatible | validateXml, procedure);
  const comparison = compareCpu(readCpu(document, 'host'), readCpu(xml));
  if (comparison.result === 'incompatible' && (flags & failIncompatible) !== 0)
    throw new VirtError('CPU_INCOMPATIBLE', 'CPU', comparison.reason);
  return CPUCompareResult[comparison.result];
}
