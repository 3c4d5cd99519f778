import { stat } from 'node:fs/promises';
import {
  alignSnapshotDisks,
  completeSnapshot,
  type DomainSnapshot,
  formatDomainSnapshot,
  isExternal,
  type NamedSnapshot,
  nameExternalDisks,
  parseDomainSnapshot,
  type SnapshotDisk,
} from '@tsvirt/conf/snapshot';
import { VirtError } from '@tsvirt/util';
import { completeDefinition, type Definition } from './definition.js';
import type { Moment } from './moment-tree.js';

/** The state that a snapshot would bring back; `disk-snapshot` holds no state of the guest. */
export type SnapshotState = NonNullable<DomainSnapshot['state']>;

/** A snapshot of a domain. */
export interface Snapshot extends Omit<NamedSnapshot, 'domain'>, Moment {
  readonly parent: string | undefined;
  readonly state: SnapshotState;
  readonly disks: readonly SnapshotDisk[];
  readonly definition: Definition;
}

/**
 * What a snapshot document says, before it is made to fit a domain.
 * @throws VirtError XML errors
 */
export function readSnapshot(xml: string): DomainSnapshot {
  return parseDomainSnapshot(xml, { inactive: true });
}

/**
 * The snapshot that brings back what somebody described, for a domain that is already in that tree.
 * @throws VirtError when the description leaves out what a new snapshot gets from its guest
 */
export async function redefinedSnapshot(request: DomainSnapshot): Promise<Snapshot> {
  if (request.name !== undefined && request.creationTime === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing creationTime from existing snapshot');
  const { domain, ...described } = completeSnapshot(request, { redefine: true, now: 0n });
  const { state } = described;
  if (domain === undefined || state === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing domain in snapshot');
  const definition = completeDefinition(domain);
  const external = state === 'disk-snapshot' || isExternal(described);
  const disks = await placedDisks(described, definition, external);
  return { ...described, parent: described.parent, state, disks, definition };
}

/**
 * A snapshot of a guest as it is, without a parent yet: inside its disks, unless its memory goes to a file.
 * @throws VirtError CONFIG_UNSUPPORTED for disks that the domain does not have, or that must be elsewhere
 */
export async function newSnapshot(
  request: DomainSnapshot,
  guest: { readonly definition: Definition; readonly state: 'running' | 'paused' | 'shutoff' },
  now: bigint,
): Promise<Snapshot> {
  const { definition, state } = guest;
  const described = completeSnapshot(request, { redefine: false, now });
  const external = described.memory?.snapshot === 'external';
  const disks = await placedDisks(described, definition, external);
  const memory = external ? described.memory : ({ snapshot: state === 'shutoff' ? 'no' : 'internal' } as const);
  return { ...described, parent: undefined, state, memory, disks, definition };
}

/**
 * A snapshot outside of a guest's disks. A mock guest's disks are no files, so every path is as good as one.
 * @throws VirtError CONFIG_UNSUPPORTED for disks that the domain does not have
 */
export async function diskSnapshot(
  request: DomainSnapshot,
  definition: Definition,
  now: bigint,
  state: SnapshotState,
): Promise<Snapshot> {
  const described = completeSnapshot(request, { redefine: false, now });
  const aligned = alignSnapshotDisks(described.disks ?? [], definition, { place: 'external', uniform: false });
  const disks = await nameExternalDisks(aligned, described.name, definition, async () => true);
  const external = described.memory?.snapshot === 'external';
  const memory = external ? described.memory : ({ snapshot: 'no' } as const);
  return { ...described, parent: undefined, state, memory, disks, definition };
}

function placedDisks(
  { name, disks = [] }: Pick<NamedSnapshot, 'name' | 'disks'>,
  definition: Definition,
  external: boolean,
): Promise<readonly SnapshotDisk[]> {
  const alignment = { place: external ? 'external' : 'internal', uniform: !external } as const;
  return nameExternalDisks(alignSnapshotDisks(disks, definition, alignment), name, definition, isFile);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // What cannot be looked at is no file to be put aside, whatever the reason.
    return false;
  }
}

/** The document as the API shows it. */
export function writeSnapshot(snapshot: Snapshot, secure: boolean): string {
  const { definition, ...document } = snapshot;
  return formatDomainSnapshot({ ...document, domain: definition }, { inactive: true, secure });
}
