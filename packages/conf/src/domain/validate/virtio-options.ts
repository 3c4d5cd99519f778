import type { virtioOptions } from '../device-info.js';
import type { StructOf } from '../../kernel/index.js';
import { unsupported } from './unsupported.js';

const names = {
  iommu: 'iommu driver option',
  ats: 'ats driver option',
  packed: 'packed driver option',
  pagePerVq: 'page_per_vq option',
} as const;

/** Refuses options of virtio in the `<driver>` of a device that is not virtio. @throws CONFIG_UNSUPPORTED */
export function validateVirtioOptions(driver: StructOf<typeof virtioOptions>): void {
  for (const key of ['iommu', 'ats', 'packed', 'pagePerVq'] as const) {
    if (driver[key] !== undefined) {
      throw unsupported(`${names[key]} is only supported for virtio devices`, driver, key);
    }
  }
}
