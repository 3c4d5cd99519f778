import { ConnectListAllDomainsFlags as F } from '@tsvirt/core/protocol';
import { flagFilter } from '@tsvirt/conf/store';
import type { TestDomain } from './test-domain.js';

/** Which domains the flags of connectListAllDomains choose. */
export const domainFilter = flagFilter<TestDomain>([
  [
    [F.active, d => d.isActive],
    [F.inactive, d => !d.isActive],
  ],
  [
    [F.persistent, d => d.persistent],
    [F.transient, d => !d.persistent],
  ],
  [
    [F.running, d => d.state === 'running'],
    [F.paused, d => d.state === 'paused'],
    [F.shutoff, d => d.state === 'shutoff'],
    [F.other, d => d.state === 'crashed' || d.state === 'pmsuspended'],
  ],
  [
    [F.managedsave, d => d.hasManagedSave],
    [F.noManagedsave, d => !d.hasManagedSave],
  ],
  [
    [F.autostart, d => d.autostart],
    [F.noAutostart, d => !d.autostart],
  ],
  [
    [F.hasSnapshot, d => hasAny(d.snapshots)],
    [F.noSnapshot, d => !hasAny(d.snapshots)],
  ],
  [
    [F.hasCheckpoint, d => hasAny(d.checkpoints)],
    [F.noCheckpoint, d => !hasAny(d.checkpoints)],
  ],
]);

function hasAny(moments: { readonly size: number } | undefined): boolean {
  return moments !== undefined && moments.size > 0;
}
