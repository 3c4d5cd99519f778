import type { Domain } from '../domain.js';
import { unsupported } from '../validate/unsupported.js';

/** A whole machine boots from the hard disk, unless the document names kinds of devices or single devices. */
export function completeBoot(domain: Domain): Domain {
  const { os, devices } = domain;
  if (os?.type?.type !== 'hvm') return domain;
  const loads = domain.bootloader !== undefined;
  const { disks, filesystems, interfaces, hostdevs, redirdevs } = devices;
  const orders = new Map<number, object>();
  for (const bootable of [disks, filesystems, interfaces, hostdevs, redirdevs]) {
    for (const { boot } of bootable) {
      if (boot === undefined) continue;
      if (orders.has(boot.order)) {
        throw unsupported(`boot order '${boot.order}' used for more than one device`, boot, 'order');
      }
      orders.set(boot.order, boot);
    }
  }
  const [one] = orders.values();
  if (one !== undefined) {
    if ((os.boot?.length ?? 0) === 0) return domain;
    throw unsupported('per-device boot elements cannot be used together with os/boot elements', one);
  }
  return loads || (os.boot?.length ?? 0) > 0 ? domain : { ...domain, os: { ...os, boot: [{ dev: 'hd' }] } };
}
