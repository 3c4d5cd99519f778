import { checkAbiStability } from '@tsvirt/conf/domain';
import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCheckpointCreateFlags as Create,
  DomainCheckpointDeleteFlags as Delete,
  DomainCheckpointListFlags as List,
  DomainCheckpointXMLFlags as Xml,
  type NonnullDomainCheckpoint,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type Checkpoint, fittedCheckpoint, readCheckpoint, writeCheckpoint } from '../domain/checkpoint.js';
import { checkpointFilter, momentsBelow } from '../domain/moment-filter.js';
import { MomentTree } from '../domain/moment-tree.js';
import type { TestDomain } from '../domain/test-domain.js';
import { changedSince } from '../domain/disk-sizes.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const listFlags = checkpointFilter(new MomentTree()).flags | List.roots | List.topological;
const deleteFlags = Delete.children | Delete.metadataOnly | Delete.childrenOnly;

interface Place {
  readonly domain: TestDomain;
  readonly tree: MomentTree<Checkpoint>;
  readonly checkpoint: Checkpoint;
}

/** Checkpoints of guests: points in time since which changes of disks are known. */
export function domainCheckpointHandlers(host: TestHost): DriverHandlers {
  const treeOf = (domain: TestDomain): MomentTree<Checkpoint> => (domain.checkpoints ??= new MomentTree());
  const referenceTo = (domain: TestDomain, { name }: Checkpoint): NonnullDomainCheckpoint => ({
    name,
    dom: domain.reference,
  });
  const find = ({ dom, name }: NonnullDomainCheckpoint): Place => {
    const domain = host.domains.find(dom);
    const tree = treeOf(domain);
    const checkpoint = tree.get(name);
    if (checkpoint === undefined)
      throw new VirtError('NO_DOMAIN_CHECKPOINT', 'TEST', `no domain checkpoint with matching name '${name}'`);
    return { domain, tree, checkpoint };
  };
  const list = (domain: TestDomain, of: Checkpoint | undefined, flags: number): NonnullDomainCheckpoint[] => {
    const tree = treeOf(domain);
    const filter = checkpointFilter(tree);
    return momentsBelow(tree, of, flags, List.roots)
      .filter(filter.of(flags))
      .map(checkpoint => referenceTo(domain, checkpoint));
  };

  return {
    domainCheckpointCreateXML({ dom, xmlDesc, flags }) {
      checkFlags(flags, Create.redefine | Create.quiesce, 'domainCheckpointCreateXML');
      const domain = host.domains.find(dom);
      if (!host.isComplete && domain.snapshots !== undefined && domain.snapshots.size > 0)
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'cannot create checkpoint while snapshot exists');
      if (!domain.isActive)
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'cannot create checkpoint for inactive domain');
      const tree = treeOf(domain);
      const redefine = (flags & Create.redefine) !== 0;
      const read = readCheckpoint(xmlDesc, domain.definition, tree.current?.name, redefine, host.clock.seconds);
      const checkpoint = redefine ? redefinedIn(tree, read, domain) : { ...read, written: new Map(domain.written) };
      tree.put(checkpoint, { replace: redefine });
      if (!redefine || checkpoint.parent === tree.current?.name) tree.setCurrent(checkpoint);
      return { checkpoint: referenceTo(domain, checkpoint) };
    },

    domainCheckpointGetXMLDesc({ checkpoint, flags }) {
      checkFlags(flags, Xml.secure | Xml.noDomain | Xml.size, 'domainCheckpointGetXMLDesc');
      const { domain, checkpoint: found } = find(checkpoint);
      const isSized = (flags & Xml.size) !== 0;
      if (isSized && !domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is not running');
      const options = {
        secure: (flags & Xml.secure) !== 0,
        domain: (flags & Xml.noDomain) === 0,
        // The mock takes the flag and has no sizes.
        sizeOf: isSized && host.isComplete ? (target: string) => changedSince(domain, found, target) : undefined,
      };
      return { xml: writeCheckpoint(found, options) };
    },

    domainListAllCheckpoints({ dom, flags }) {
      checkFlags(flags, listFlags, 'domainListAllCheckpoints');
      return { checkpoints: list(host.domains.find(dom), undefined, flags) };
    },
    domainCheckpointListAllChildren({ checkpoint: reference, flags }) {
      checkFlags(flags, listFlags, 'domainCheckpointListAllChildren');
      const { domain, checkpoint } = find(reference);
      return { checkpoints: list(domain, checkpoint, flags) };
    },
    domainCheckpointLookupByName({ dom, name, flags }) {
      checkFlags(flags, 0, 'domainCheckpointLookupByName');
      const { domain, checkpoint } = find({ dom, name });
      return { checkpoint: referenceTo(domain, checkpoint) };
    },
    domainCheckpointGetParent({ checkpoint: reference, flags }) {
      checkFlags(flags, 0, 'domainCheckpointGetParent');
      const { domain, tree, checkpoint } = find(reference);
      const parent = tree.parentOf(checkpoint);
      if (parent === undefined)
        throw new VirtError('NO_DOMAIN_CHECKPOINT', 'TEST', `checkpoint '${checkpoint.name}' does not have a parent`);
      return { parent: referenceTo(domain, parent) };
    },
    domainCheckpointDelete({ checkpoint: reference, flags }) {
      checkFlags(flags, deleteFlags, 'domainCheckpointDelete');
      const { tree, checkpoint } = find(reference);
      const descendants = (flags & (Delete.children | Delete.childrenOnly)) === 0 ? [] : tree.descendantsOf(checkpoint);
      const doomed = (flags & Delete.childrenOnly) !== 0 ? descendants : [checkpoint, ...descendants];
      tree.remove(doomed, (moment, parent) => ({ ...moment, parent }));
    },
  };
}

/** What replaces the checkpoint of that name; without a domain of its own it keeps the old one's. */
function redefinedIn(tree: MomentTree<Checkpoint>, read: Checkpoint, { uuid }: TestDomain): Checkpoint {
  tree.checkParent(read);
  const checkpoint = fittedCheckpoint(read, uuid);
  const old = tree.get(checkpoint.name)?.definition;
  if (old === undefined) return checkpoint;
  if (checkpoint.definition === undefined) return { ...checkpoint, definition: old };
  checkAbiStability(old, checkpoint.definition);
  return checkpoint;
}
