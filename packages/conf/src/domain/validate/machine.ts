import { VirtError } from '@tsvirt/util';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

const vendorIdLength = 12;

/** Checks the machine as a whole: CPU, IOMMU, memory modules, labels. */
export function validateMachine(domain: Domain): void {
  const vendorId = domain.cpu?.model?.vendorId;
  if (vendorId !== undefined && vendorId.length !== vendorIdLength) {
    throw new VirtError('XML_ERROR', 'CPU', `vendor_id must be exactly ${vendorIdLength} characters long`);
  }
  const { count, current } = domain.vcpu;
  if (current !== undefined && current > count) {
    throw unsupported('maximum vCPU count must not be less than current vCPU count');
  }
  const cells = domain.cpu?.numa?.cells ?? [];
  const twice = cells.find(({ id }, i) => id !== undefined && cells.slice(0, i).some(other => other.id === id));
  if (twice !== undefined) throw contradiction(`Duplicate NUMA cell info for cell id '${twice.id}'`);
  if (domain.os?.type?.type === 'exe' && domain.os.init === undefined) {
    throw contradiction('init binary must be specified');
  }
  if (domain.devices.iommus.length > 1) throw contradiction('only a single IOMMU device is supported');
  if (domain.devices.iommus[0]?.driver?.intremap === true && domain.features?.ioapic !== 'qemu') {
    throw unsupported("IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')");
  }
  if ((domain.seclabels?.length ?? 0) > 1 && domain.seclabels?.some(({ model }) => model === undefined) === true) {
    throw contradiction('missing security model when using multiple labels');
  }
  for (const { target } of domain.devices.memories) {
    const { blockKiB, requestedKiB } = target;
    if (blockKiB === undefined || blockKiB === 0n) continue;
    if ((requestedKiB ?? 0n) % blockKiB !== 0n) {
      throw new VirtError('XML_DETAIL', 'DOMAIN', 'requested size must be an integer multiple of block size');
    }
  }
}
