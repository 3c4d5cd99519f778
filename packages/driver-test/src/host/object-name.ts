import { type ErrorDomain, VirtError } from '@tsvirt/util';

/**
 * Refuses names that could not be told from a path, or that break lines.
 * @throws VirtError XML_ERROR, XML_DETAIL
 */
export function checkName(name: string, domain: ErrorDomain): void {
  if (name.includes('/')) throw new VirtError('XML_ERROR', domain, `name ${name} cannot contain '/'`);
  if (name.includes('\n')) throw new VirtError('XML_DETAIL', 'XML', `invalid char in name: ${JSON.stringify(name)}`);
}
