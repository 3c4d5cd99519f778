import type { ErrorDomain } from '../error-domains.js';
import { VirtError } from '../virt-error.js';

/** Bytes that the path of a Unix socket may have on Linux: sun_path of unix(7) without its terminating zero. */
export const socketPathMax = 107;

/**
 * Sees that a Unix socket can have this path. Node would cut a longer one and bind the socket somewhere else.
 * @throws SYSTEM_ERROR naming path and limit
 */
export function checkSocketPath(path: string, domain: ErrorDomain): void {
  const length = Buffer.byteLength(path);
  if (length <= socketPathMax) return;
  throw new VirtError(
    'SYSTEM_ERROR',
    domain,
    `socket path '${path}' has ${length} bytes, and can have ${socketPathMax}: choose a folder with a shorter name`,
  );
}
