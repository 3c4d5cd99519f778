import { isExternal } from '@tsvirt/conf/snapshot';
import { DomainCheckpointListFlags, DomainSnapshotListFlags } from '@tsvirt/core/protocol';
import type { Checkpoint } from './checkpoint.js';
import type { Moment, MomentTree } from './moment-tree.js';
import { type FlagFilter, flagFilter } from '@tsvirt/conf/store';
import type { Snapshot } from './snapshot.js';

const S = DomainSnapshotListFlags;
const C = DomainCheckpointListFlags;

/** The flags of a snapshot list that choose by properties; `tree` tells which have children. */
export function snapshotFilter(tree: MomentTree<Snapshot>): FlagFilter<Snapshot> {
  return flagFilter<Snapshot>([
    [
      [S.metadata, () => true],
      [S.noMetadata, () => false],
    ],
    // Both together leave nothing.
    [[S.leaves, snapshot => tree.isLeaf(snapshot)]],
    [[S.noLeaves, snapshot => !tree.isLeaf(snapshot)]],
    [
      [S.inactive, ({ state }) => state === 'shutoff'],
      [S.active, ({ state }) => state !== 'shutoff' && state !== 'disk-snapshot'],
      [S.diskOnly, ({ state }) => state === 'disk-snapshot'],
    ],
    [
      [S.internal, snapshot => !isExternal(snapshot)],
      [S.external, isExternal],
    ],
  ]);
}

/** The flags of a checkpoint list that choose by properties. */
export function checkpointFilter(tree: MomentTree<Checkpoint>): FlagFilter<Checkpoint> {
  return flagFilter<Checkpoint>([
    [[C.leaves, checkpoint => tree.isLeaf(checkpoint)]],
    [[C.noLeaves, checkpoint => !tree.isLeaf(checkpoint)]],
  ]);
}

/**
 * The moments that a list call is about. The lowest flag means "roots only" for a whole domain, and "descendants, not only
 * children" below one moment.
 */
export function momentsBelow<M extends Moment>(
  tree: MomentTree<M>,
  of: M | undefined,
  flags: number,
  onlyRoots: number,
): M[] {
  const lowest = (flags & onlyRoots) !== 0;
  const deep = of === undefined ? !lowest : lowest;
  return deep ? tree.descendantsOf(of) : tree.childrenOf(of);
}
