import { VirtError } from '@tsvirt/util';
import { type Disk, diskPath, findDisk } from './device-lookup.js';
import type { TestDomain } from './test-domain.js';

/**
 * A disk of a domain, by its target or its source.
 * @throws VirtError INVALID_ARG
 */
export function requireOwnDisk({ definition }: TestDomain, path: string): Disk {
  const disk = findDisk(definition, path);
  if (disk !== undefined) return disk;
  throw new VirtError('INVALID_ARG', 'TEST', `invalid path '${path}' not assigned to domain`);
}

/**
 * As `requireOwnDisk`, of a drive that is not empty.
 * @throws VirtError INVALID_ARG
 */
export function requireSource(domain: TestDomain, path: string): Disk {
  const disk = requireOwnDisk(domain, path);
  if (diskPath(disk) !== undefined) return disk;
  throw new VirtError('INVALID_ARG', 'TEST', `disk '${disk.target.dev}' does not currently have a source assigned`);
}
