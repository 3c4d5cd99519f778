import { valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

const vendorIdLength = 12;

/** Checks the machine as a whole: CPU, IOMMU, memory modules, labels. */
export function validateMachine(domain: Domain): void {
  const model = domain.cpu?.model;
  if (model?.vendorId !== undefined && model.vendorId.length !== vendorIdLength) {
    const detail = `vendor_id must be exactly ${vendorIdLength} characters long`;
    throw valueFault(['XML_ERROR', 'CPU'], detail, model, 'vendorId');
  }
  const { count, current } = domain.vcpu;
  if (current !== undefined && current > count) {
    throw unsupported('maximum vCPU count must not be less than current vCPU count', domain.vcpu, 'current');
  }
  const cells = domain.cpu?.numa?.cells ?? [];
  const twice = cells.find(({ id }, i) => id !== undefined && cells.slice(0, i).some(other => other.id === id));
  if (twice !== undefined) throw contradiction(`Duplicate NUMA cell info for cell id '${twice.id}'`, twice, 'id');
  if (domain.os?.type?.type === 'exe' && domain.os.init === undefined) {
    throw contradiction('init binary must be specified', domain.os);
  }
  const [iommu, secondIommu] = domain.devices.iommus;
  if (secondIommu !== undefined) throw contradiction('only a single IOMMU device is supported', secondIommu);
  if (iommu?.driver?.intremap === true && domain.features?.ioapic !== 'qemu') {
    const detail = "IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')";
    throw unsupported(detail, iommu.driver, 'intremap');
  }
  const unnamed = domain.seclabels?.find(({ model }) => model === undefined);
  if ((domain.seclabels?.length ?? 0) > 1 && unnamed !== undefined) {
    throw contradiction('missing security model when using multiple labels', unnamed);
  }
  for (const { target } of domain.devices.memories) {
    const { blockKiB, requestedKiB } = target;
    if (blockKiB === undefined || blockKiB === 0n) continue;
    if ((requestedKiB ?? 0n) % blockKiB !== 0n) {
      const detail = 'requested size must be an integer multiple of block size';
      throw valueFault(['XML_DETAIL', 'DOMAIN'], detail, target, 'requestedKiB');
    }
  }
}
