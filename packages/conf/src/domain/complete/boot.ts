import type { Domain } from '../domain.js';
import { unsupported } from '../validate/unsupported.js';

/** A whole machine boots from the hard disk, unless the document names kinds of devices or single devices. */
export function completeBoot(domain: Domain): Domain {
  const { os, devices } = domain;
  if (os?.type?.type !== 'hvm') return domain;
  const loads = domain.bootloader !== undefined;
  const bootable = [devices.disks, devices.filesystems, devices.interfaces, devices.hostdevs, devices.redirdevs].flat();
  const one = bootable.find(({ boot }) => boot !== undefined);
  if (one?.boot !== undefined) {
    if ((os.boot?.length ?? 0) === 0) return domain;
    throw unsupported('per-device boot elements cannot be used together with os/boot elements', one.boot);
  }
  return loads || (os.boot?.length ?? 0) > 0 ? domain : { ...domain, os: { ...os, boot: [{ dev: 'hd' }] } };
}
