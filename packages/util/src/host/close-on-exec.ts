import { native, nativeError } from './native.js';

const closeRangeCloexec = 4;

/**
 * Marks every descriptor from `first` on close-on-exec, so that what this process inherited does not leak into its
 * children. For once at start-up, before anything is spawned.
 * @throws OPERATION_UNSUPPORTED without native calls, SYSTEM_ERROR on a kernel before 5.11
 */
export function closeInheritedOnExec(first = 3): void {
  const libc = native('marking inherited descriptors close-on-exec');
  if (libc.closeRange(first, 0xffff_ffff, closeRangeCloexec) !== 0) {
    throw nativeError(libc, 'cannot mark inherited descriptors close-on-exec');
  }
}
