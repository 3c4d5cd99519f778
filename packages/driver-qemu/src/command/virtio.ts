import type { Properties } from './arguments.js';
import { onOff } from './context.js';

/** Options that every virtio device has, as conf's `<driver>` elements hold them. */
interface VirtioOptions {
  readonly iommu?: boolean | undefined;
  readonly ats?: boolean | undefined;
  readonly packed?: boolean | undefined;
  readonly pagePerVq?: boolean | undefined;
}

export function virtioProperties(driver: VirtioOptions | undefined): Properties {
  if (driver === undefined) return {};
  return {
    iommu_platform: onOffFlag(driver.iommu),
    ats: onOffFlag(driver.ats),
    packed: onOffFlag(driver.packed),
    'page-per-vq': onOffFlag(driver.pagePerVq),
  };
}

// Booleans in QEMU's schema; the name keeps `onOff` for the options that are strings there.
function onOffFlag(value: boolean | undefined): boolean | undefined {
  return onOff(value) === undefined ? undefined : value;
}
