import { ConnectBaselineCPUFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { baselineCpu, expandX86, formatCpu, readCpu } from '@tsvirt/util/cpu';
import { checkFlags } from './flags.js';

const { expandFeatures, migratable } = ConnectBaselineCPUFlags;

/**
 * The guest CPU that runs on every one of the given host CPUs, as a document.
 * @throws VirtError XML errors, INTERNAL_ERROR for a model that is not known, OPERATION_FAILED for CPUs that share nothing
 */
export function baselineOf(documents: readonly string[], flags: number, isComplete: boolean): string {
  if (documents.length === 0) throw new VirtError('INVALID_ARG', 'DOMAIN', 'there is no CPU to make a baseline of');
  // libvirt's mock knows one flag only.
  checkFlags(flags, isComplete ? expandFeatures | migratable : expandFeatures, 'connectBaselineCPU');
  const cpus = documents.map(document => readCpu(document, 'host'));
  // Models of these differ with each machine.
  if (cpus.some(each => each.arch === 's390x'))
    throw new VirtError('NO_SUPPORT', 'CPU', "cannot compute baseline CPU of architecture 's390x'");
  const cpu = baselineCpu(cpus, { migratable: (flags & migratable) !== 0 });
  const { arch } = cpus[0] ?? {};
  const isX86 = arch === 'x86_64' || arch === 'i686';
  return formatCpu((flags & expandFeatures) !== 0 && isX86 ? expandX86(cpu) : cpu);
}
