import { stat } from 'node:fs/promises';
import { checkAbiStability, rearranged } from '@tsvirt/conf/domain';
import { placed, sameSource } from '@tsvirt/conf/kernel';
import {
  alignSnapshotDisks,
  completeSnapshot,
  type DomainSnapshot,
  formatDomainSnapshot,
  isExternal,
  type NamedSnapshot,
  nameExternalDisks,
  parseDomainSnapshot,
  parseSnapshotRequest,
  type SnapshotDisk,
  validateDomainSnapshot,
} from '@tsvirt/conf/snapshot';
import { type Uuid, VirtError } from '@tsvirt/util';
import { describedDefinition, type Definition } from './definition.js';
import type { Moment, MomentTree } from './moment-tree.js';

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
export function readSnapshot(
  xml: string,
  { redefine = false, validate = false }: { readonly redefine?: boolean; readonly validate?: boolean } = {},
): DomainSnapshot {
  const reading = { inactive: true, ...(validate && ({ unknown: 'refuse' } as const)) };
  return redefine ? parseDomainSnapshot(xml, reading) : parseSnapshotRequest(xml, reading);
}

/**
 * The snapshot that brings back what somebody described, for a domain that has some already.
 * @param old the one that it replaces, whose domain it keeps unless it has its own
 * @throws VirtError when the description leaves out what a new snapshot gets from its guest; INVALID_ARG for another domain's,
 * and where it would be of another kind than the old one
 */
export async function redefinedSnapshot(
  request: DomainSnapshot,
  { tree, uuid }: { readonly tree: MomentTree<Snapshot>; readonly uuid: Uuid },
): Promise<Snapshot> {
  if (request.name !== undefined && request.creationTime === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing creationTime from existing snapshot');
  const old = request.name === undefined ? undefined : tree.get(request.name);
  const known = request.domain ?? old?.definition;
  const whole = sameSource(request, { ...request, ...(known !== undefined && { domain: known }) });
  // What only a driver's own files have is passed over.
  const {
    domain,
    cookie: _cookie,
    active: _active,
    ...described
  } = completeSnapshot(whole, { redefine: true, now: 0n });
  validateDomainSnapshot(sameSource(request, { ...described, creationTime: undefined }));
  const { state } = described;
  if (domain === undefined || state === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', 'missing domain in snapshot');
  if (state === 'nostate')
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_SNAPSHOT', `Invalid state '${state}' in domain snapshot XML`);
  tree.checkParent({ name: described.name, parent: described.parent });
  const definition = describedDefinition(domain);
  if (definition.uuid !== uuid) throw refused(`definition for snapshot ${described.name} must use uuid ${uuid}`);
  if (old !== undefined) checkSameKind(old, { state, definition });
  const external = state === 'disk-snapshot' || isExternal(described);
  const disks = await placedDisks(sameSource(request, described), definition, external);
  return { ...described, parent: described.parent, state, disks, definition };
}

/**
 * A snapshot that a host's document says a guest has, and whether the guest is at it.
 * @param definition of the guest, for a snapshot that has none of its own
 * @throws VirtError for what a snapshot that is there cannot be without
 */
export function foundSnapshot(
  xml: string,
  definition: Definition,
): { readonly snapshot: Snapshot; readonly isCurrent: boolean } {
  const request = parseDomainSnapshot(xml, { inactive: true });
  const known = request.domain === undefined ? definition : describedDefinition(request.domain);
  const {
    domain: _domain,
    active,
    ...described
  } = completeSnapshot({ ...request, domain: known }, { redefine: true, now: 0n });
  const { state } = described;
  if (state === undefined || active === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_SNAPSHOT', "Could not find 'active' element");
  const snapshot = { ...described, parent: described.parent, state, disks: described.disks ?? [], definition: known };
  return { snapshot, isCurrent: active !== 0 };
}

function checkSameKind(old: Snapshot, { state, definition }: Pick<Snapshot, 'state' | 'definition'>): void {
  const online = (each: SnapshotState): boolean => each === 'running' || each === 'paused';
  if (online(old.state) !== online(state))
    throw refused(`cannot change between online and offline snapshot state in snapshot ${old.name}`);
  if ((old.state === 'disk-snapshot') !== (state === 'disk-snapshot'))
    throw refused(`cannot change between disk only and full system in snapshot ${old.name}`);
  checkAbiStability(old.definition, definition);
}

function refused(detail: string): VirtError {
  return new VirtError('INVALID_ARG', 'DOMAIN_SNAPSHOT', detail);
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
  // The snapshot has the definition as it is when it is read again.
  const definition = { ...rearranged(guest.definition), uuid: guest.definition.uuid };
  const { state } = guest;
  const described = completeSnapshot(request, { redefine: false, now });
  validateDomainSnapshot(request);
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
  validateDomainSnapshot(request);
  const aligned = alignSnapshotDisks(described.disks ?? [], definition, { place: 'external', uniform: false });
  const disks = await nameExternalDisks(aligned, described.name, definition, async () => true);
  const external = described.memory?.snapshot === 'external';
  const memory = external ? described.memory : ({ snapshot: 'no' } as const);
  return { ...described, parent: undefined, state, memory, disks, definition };
}

function placedDisks(
  described: Pick<NamedSnapshot, 'name' | 'disks'>,
  definition: Definition,
  external: boolean,
): Promise<readonly SnapshotDisk[]> {
  const alignment = { place: external ? 'external' : 'internal', uniform: !external } as const;
  const { name, disks = [] } = described;
  const aligned = placed(described, () => alignSnapshotDisks(disks, definition, alignment));
  return nameExternalDisks(aligned, name, definition, isFile);
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
