import { type Definition, readDefinition } from './definition.js';
import { completePolicy } from './policy.js';
import { withThrottling } from './throttle-groups.js';

/**
 * As `readDefinition`, for complete hosts: disks may be made of files of clients, and throttle groups are understood. They
 * came with libvirt 11.2; the format of 9.0, which `strict` asks for, does not know them.
 * @throws VirtError
 */
export function readComplete(xml: string, strict = false): Definition {
  return withThrottling(readDefinition(xml, strict, completePolicy), xml);
}
