import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainSnapshotCreateFlags as Create,
  DomainEventDefinedDetailType,
  DomainEventResumedDetailType,
  DomainEventStartedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainSnapshotDeleteFlags as Delete,
  DomainSnapshotListFlags as List,
  type NonnullDomain,
  type NonnullDomainSnapshot,
  DomainSnapshotRevertFlags as Revert,
  DomainSnapshotXMLFlags,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { moveTo } from '../domain/lifecycle.js';
import { momentsBelow, snapshotFilter } from '../domain/moment-filter.js';
import { MomentTree } from '../domain/moment-tree.js';
import { newSnapshot, readSnapshot, redefinedSnapshot, type Snapshot, writeSnapshot } from '../domain/snapshot.js';
import type { TestDomain } from '../domain/test-domain.js';
import { checkExclusive, checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const createFlags =
  Create.redefine | Create.current | Create.halt | Create.quiesce | Create.atomic | Create.live | Create.validate;
const listFlags = snapshotFilter(new MomentTree()).flags | List.roots | List.topological;
const deleteFlags = Delete.children | Delete.childrenOnly;
const revertFlags = Revert.running | Revert.paused | Revert.force;

interface Place {
  readonly domain: TestDomain;
  readonly tree: MomentTree<Snapshot>;
  readonly snapshot: Snapshot;
}

/** Snapshots of guests: their definitions and states; a mock guest has no disks to copy. */
export function domainSnapshotHandlers(host: TestHost) {
  const treeOf = (domain: TestDomain): MomentTree<Snapshot> => (domain.snapshots ??= new MomentTree());
  const referenceTo = (domain: TestDomain, { name }: Snapshot): NonnullDomainSnapshot => ({
    name,
    dom: domain.reference,
  });
  const lookUp = (dom: NonnullDomain, name: string): Place => {
    const domain = host.domains.find(dom);
    const tree = treeOf(domain);
    const snapshot = tree.get(name);
    if (snapshot === undefined)
      throw new VirtError('NO_DOMAIN_SNAPSHOT', 'TEST', `no domain snapshot with matching name '${name}'`);
    return { domain, tree, snapshot };
  };
  const find = ({ dom, name }: NonnullDomainSnapshot): Place => lookUp(dom, name);
  const list = (tree: MomentTree<Snapshot>, of: Snapshot | undefined, flags: number): Snapshot[] => {
    const filter = snapshotFilter(tree);
    return momentsBelow(tree, of, flags, List.roots).filter(filter.of(flags));
  };
  const ofDomain = (dom: NonnullDomain, flags: number, procedure: string): NonnullDomainSnapshot[] => {
    checkFlags(flags, listFlags, procedure);
    const domain = host.domains.find(dom);
    return list(treeOf(domain), undefined, flags).map(snapshot => referenceTo(domain, snapshot));
  };
  const below = (reference: NonnullDomainSnapshot, flags: number, procedure: string): NonnullDomainSnapshot[] => {
    checkFlags(flags, listFlags, procedure);
    const { domain, tree, snapshot } = find(reference);
    return list(tree, snapshot, flags).map(other => referenceTo(domain, other));
  };
  const current = (
    dom: NonnullDomain,
    flags: number,
    procedure: string,
  ): { domain: TestDomain; snapshot?: Snapshot } => {
    checkFlags(flags, 0, procedure);
    const domain = host.domains.find(dom);
    const snapshot = domain.snapshots?.current;
    return snapshot === undefined ? { domain } : { domain, snapshot };
  };

  return {
    async domainSnapshotCreateXML({ dom, xmlDesc, flags }) {
      checkFlags(flags, createFlags, 'domainSnapshotCreateXML');
      if ((flags & Create.current) !== 0 && (flags & Create.redefine) === 0)
        throw new VirtError('INVALID_ARG', 'DOMAIN_SNAPSHOT', 'only a redefined snapshot can be made current');
      checkExclusive(flags, Create.redefine, Create.halt, 'domainSnapshotCreateXML');
      const domain = host.domains.find(dom);
      if (!host.isComplete && domain.checkpoints !== undefined && domain.checkpoints.size > 0)
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'cannot create snapshot while checkpoint exists');
      if ((flags & Create.halt) !== 0 && !domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot halt after transient domain snapshot');
      const redefine = (flags & Create.redefine) !== 0;
      const request = readSnapshot(xmlDesc, { redefine, validate: (flags & Create.validate) !== 0 });
      const tree = treeOf(domain);
      if (redefine) {
        const snapshot = await redefinedSnapshot(request, { tree, uuid: domain.uuid });
        host.domains.find(dom);
        tree.put(snapshot, { replace: true });
        if ((flags & Create.current) !== 0) tree.setCurrent(snapshot);
        return { snap: referenceTo(domain, snapshot) };
      }
      const { state, definition } = domain;
      const guest = { definition, state: state === 'running' || state === 'shutoff' ? state : 'paused' } as const;
      const made = await newSnapshot(request, guest, host.clock.seconds);
      host.domains.find(dom);
      const snapshot = { ...made, parent: tree.current?.name };
      tree.put(snapshot);
      tree.setCurrent(snapshot);
      if ((flags & Create.halt) !== 0 && domain.isActive) moveTo(host, domain, 'stopFromSnapshot');
      return { snap: referenceTo(domain, snapshot) };
    },

    domainSnapshotGetXMLDesc({ snap, flags }) {
      checkFlags(flags, DomainSnapshotXMLFlags.secure, 'domainSnapshotGetXMLDesc');
      return { xml: writeSnapshot(find(snap).snapshot, (flags & DomainSnapshotXMLFlags.secure) !== 0) };
    },

    domainSnapshotNum: ({ dom, flags }) => ({ num: ofDomain(dom, flags, 'domainSnapshotNum').length }),
    domainSnapshotListNames: ({ dom, flags }) => ({
      names: ofDomain(dom, flags, 'domainSnapshotListNames').map(({ name }) => name),
    }),
    domainListAllSnapshots: ({ dom, flags }) => ({ snapshots: ofDomain(dom, flags, 'domainListAllSnapshots') }),
    domainSnapshotNumChildren: ({ snap, flags }) => ({ num: below(snap, flags, 'domainSnapshotNumChildren').length }),
    domainSnapshotListChildrenNames: ({ snap, flags }) => ({
      names: below(snap, flags, 'domainSnapshotListChildrenNames').map(({ name }) => name),
    }),
    domainSnapshotListAllChildren: ({ snapshot, flags }) => ({
      snapshots: below(snapshot, flags, 'domainSnapshotListAllChildren'),
    }),

    domainSnapshotLookupByName({ dom, name, flags }) {
      checkFlags(flags, 0, 'domainSnapshotLookupByName');
      const { domain, snapshot } = lookUp(dom, name);
      return { snap: referenceTo(domain, snapshot) };
    },
    domainHasCurrentSnapshot: ({ dom, flags }) => ({
      result: current(dom, flags, 'domainHasCurrentSnapshot').snapshot === undefined ? 0 : 1,
    }),
    domainSnapshotCurrent({ dom, flags }) {
      const { domain, snapshot } = current(dom, flags, 'domainSnapshotCurrent');
      if (snapshot === undefined)
        throw new VirtError('NO_DOMAIN_SNAPSHOT', 'TEST', `domain '${domain.name}' does not have a current snapshot`);
      return { snap: referenceTo(domain, snapshot) };
    },
    domainSnapshotGetParent({ snap, flags }) {
      checkFlags(flags, 0, 'domainSnapshotGetParent');
      const { domain, tree, snapshot } = find(snap);
      const parent = tree.parentOf(snapshot);
      if (parent === undefined)
        throw new VirtError('NO_DOMAIN_SNAPSHOT', 'TEST', `snapshot '${snapshot.name}' does not have a parent`);
      return { snap: referenceTo(domain, parent) };
    },
    domainSnapshotIsCurrent({ snap, flags }) {
      checkFlags(flags, 0, 'domainSnapshotIsCurrent');
      const { tree, snapshot } = find(snap);
      return { current: tree.current === snapshot ? 1 : 0 };
    },
    domainSnapshotHasMetadata({ snap, flags }) {
      checkFlags(flags, 0, 'domainSnapshotHasMetadata');
      find(snap);
      return { metadata: 1 };
    },

    domainRevertToSnapshot({ snap, flags }) {
      checkFlags(flags, revertFlags, 'domainRevertToSnapshot');
      checkExclusive(flags, Revert.running, Revert.paused, 'domainRevertToSnapshot');
      const { domain, tree, snapshot } = find(snap);
      revert(host, domain, snapshot, flags);
      tree.setCurrent(snapshot);
    },

    domainSnapshotDelete({ snap, flags }) {
      checkFlags(flags, deleteFlags, 'domainSnapshotDelete');
      const { tree, snapshot } = find(snap);
      const descendants = (flags & deleteFlags) === 0 ? [] : tree.descendantsOf(snapshot);
      const doomed = (flags & Delete.childrenOnly) !== 0 ? descendants : [snapshot, ...descendants];
      tree.remove(doomed, (moment, parent) => ({ ...moment, parent }));
    },
  } satisfies DriverHandlers;
}

/** Brings a guest to a snapshot's definition and state; one that is active stops before. */
function revert(host: TestHost, domain: TestDomain, snapshot: Snapshot, flags: number): void {
  const pause = (flags & Revert.paused) !== 0 || (snapshot.state === 'paused' && (flags & Revert.running) === 0);
  const hasMemory = snapshot.state === 'running' || snapshot.state === 'paused';
  const run = hasMemory || (flags & (Revert.running | Revert.paused)) !== 0;
  if (!run && !domain.persistent)
    throw new VirtError(
      'OPERATION_INVALID',
      'TEST',
      'transient domain needs to request run or pause to revert to inactive snapshot',
    );
  if (domain.isActive) {
    const wasPersistent = domain.persistent;
    // Without this a transient domain would be gone with its guest.
    domain.persistent = true;
    moveTo(host, domain, 'stopFromSnapshot');
    domain.persistent = wasPersistent;
  }
  domain.definition = snapshot.definition;
  if (!run) return;
  if (!hasMemory && !host.isComplete) {
    // Libvirt's mock tells of a start from a snapshot without memory, but the guest stays off.
    host.emitLifecycle(domain, DomainEventType.started, DomainEventStartedDetailType.fromSnapshot);
    if (pause) host.emitLifecycle(domain, DomainEventType.suspended, DomainEventSuspendedDetailType.fromSnapshot);
    return;
  }
  moveTo(host, domain, 'bootFromSnapshot');
  if (pause) moveTo(host, domain, 'pauseFromSnapshot');
  if (!host.isComplete) return;
  // What libvirt's mock does not tell, its daemon does.
  if (!pause) host.emitLifecycle(domain, DomainEventType.resumed, DomainEventResumedDetailType.fromSnapshot);
  if (domain.persistent) host.emitLifecycle(domain, DomainEventType.defined, DomainEventDefinedDetailType.fromSnapshot);
}
