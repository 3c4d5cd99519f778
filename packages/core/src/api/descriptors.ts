import { VirtError } from '@tsvirt/util';
import { closeFds } from '../rpc/fd-passing.js';

/** The one descriptor of a reply that has exactly one. @throws VirtError RPC for another number of them */
export function onlyDescriptor(fds: readonly number[]): number {
  const [fd] = fds;
  if (fd !== undefined && fds.length === 1) return fd;
  closeFds(fds);
  throw new VirtError('RPC', 'RPC', `the reply has ${fds.length} descriptors, expected one`);
}
