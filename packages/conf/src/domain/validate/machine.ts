import { uuid as uuidText, valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import { contradiction, unsupported } from './unsupported.js';

const vendorIdLength = 12;

/** The BIOS has a date of its own form, and the guest finds its own UUID. */
function validateSysinfo({ sysinfos, uuid }: Domain): void {
  for (const { kind } of sysinfos ?? []) {
    if (kind.type !== 'smbios') continue;
    const detail = (what: string) => valueFault(['XML_DETAIL', 'DOMAIN'], what, kind);
    const date = kind.bios?.find(({ name }) => name === 'date')?.value;
    const [, month, day] = /^(\d{1,2})\/(\d{1,2})\/(?:\d\d|\d{4})$/.exec(date ?? '') ?? [];
    const isDate = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31;
    if (date !== undefined && !isDate) throw detail("Invalid BIOS 'date' format");
    const own = kind.system?.find(({ name }) => name === 'uuid')?.value;
    if (own === undefined) continue;
    const parsed = uuidText.read(own);
    if (parsed === undefined) throw detail('malformed <sysinfo> uuid element');
    if (parsed !== uuid) throw detail('UUID mismatch between <uuid> and <sysinfo>');
  }
}

/** Checks the machine as a whole: CPU, IOMMU, memory modules, labels. */
export function validateMachine(domain: Domain): void {
  validateSysinfo(domain);
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
  const [iommu, secondIommu] = domain.devices.iommus;
  if (secondIommu !== undefined) throw contradiction('only a single IOMMU device is supported', secondIommu);
  if (iommu?.model === 'intel' && iommu.driver?.intremap === true && domain.features?.ioapic !== 'qemu') {
    const detail = "IOMMU interrupt remapping requires split I/O APIC (ioapic driver='qemu')";
    throw unsupported(detail, iommu.driver, 'intremap');
  }
}
