import type { Filesystem } from '../filesystem.js';
import { unsupported } from './unsupported.js';

/** Checks file systems among each other: of those that virtiofs serves, the guest tells them apart by their targets. */
export function validateFilesystems(filesystems: readonly Filesystem[]): void {
  const targets = new Set<string>();
  for (const { driver, target } of filesystems) {
    if (driver?.type !== 'virtiofs') continue;
    if (targets.has(target.dir)) throw unsupported(`filesystem target '${target.dir}' specified twice`, target, 'dir');
    targets.add(target.dir);
  }
}
