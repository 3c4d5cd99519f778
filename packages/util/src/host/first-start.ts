import { join } from 'node:path';
import type { ErrorDomain } from '../error-domains.js';
import { writeFileAtomic } from './atomic-file.js';
import { readFileText } from './file-reading.js';

/**
 * Whether this is the first time since the host was booted that somebody asks for a folder: then what starts with the
 * host starts, and not again when the daemon is restarted. The answer is noted in the folder before it is given.
 * @param folder the driver's own, under the daemon's folder for live state
 * @throws SYSTEM_ERROR when it cannot be noted
 */
export async function isFirstStart(folder: string, domain: ErrorDomain): Promise<boolean> {
  const marker = join(folder, 'autostarted');
  // Folders for live state are empty after a boot on most hosts, but not on all: the boot itself is noted.
  const boot = (await readFileText('/proc/sys/kernel/random/boot_id', { maxBytes: 64, domain })) ?? '';
  if ((await readFileText(marker, { maxBytes: 64, domain })) === boot) return false;
  await writeFileAtomic(marker, boot, { domain });
  return true;
}
