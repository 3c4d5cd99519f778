import type { ErrorDomain } from '@tsvirt/util';
import type { Procedure } from '../protocol/procedure.js';

// libvirt's public functions speak with the domain of the file that they are in; these are its files by what they hold.
const families: readonly (readonly [RegExp, ErrorDomain])[] = [
  [/Qemu|Lxc/, 'NONE'],
  [/^virDomain.*Snapshot/, 'DOMAIN_SNAPSHOT'],
  [/^virDomain.*Checkpoint/, 'DOMAIN_CHECKPOINT'],
  [/^virDomain/, 'DOMAIN'],
  [/^virAdm/, 'ADMIN'],
  [/NWFilter/, 'NWFILTER'],
  [/Secret/, 'SECRET'],
  [/Storage/, 'STORAGE'],
  [/NodeDevice|NodeNumOfDevices|NodeListDevices/, 'NODEDEV'],
  [/Interface/, 'INTERFACE'],
  [/Network/, 'NETWORK'],
];

/** The error domain in which libvirt's public function of that name speaks: for what is refused before a driver is asked. */
export function apiDomain({ apiName }: Procedure): ErrorDomain {
  return families.find(([pattern]) => pattern.test(apiName))?.[1] ?? 'DOMAIN';
}
