import type { BackingStore, Disk } from '@tsvirt/conf/domain';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainSnapshotCreateFlags as Create,
  DomainSnapshotDeleteFlags as Delete,
  DomainSnapshotRevertFlags as Revert,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { refuseAutodestroyed } from '../../domain/autodestroy.js';
import { currentMemoryKiB, type Definition } from '../../domain/definition.js';
import { liveDefinition } from '../../domain/device/live-devices.js';
import { diskPath } from '../../domain/device-lookup.js';
import { runJob } from '../../domain/job/guest-job.js';
import { moveTo } from '../../domain/lifecycle.js';
import { MomentTree } from '../../domain/moment-tree.js';
import { diskSnapshot, readSnapshot, type Snapshot } from '../../domain/snapshot.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { domainSnapshotHandlers } from '../domain-snapshot.js';

const ownFlags =
  Create.diskOnly | Create.noMetadata | Create.reuseExt | Create.halt | Create.quiesce | Create.atomic | Create.live;

/**
 * Snapshots outside of the disks: guests go on in other files, with what they had below. All others are those of any
 * host.
 */
export function completeSnapshotHandlers(host: TestHost): DriverHandlers {
  const base = domainSnapshotHandlers(host);

  const external = async (domain: TestDomain, request: ReturnType<typeof readSnapshot>, flags: number, call: Call) => {
    checkFlags(flags, ownFlags | Create.validate, 'domainSnapshotCreateXML');
    if (domain.runtime.blockJobs.size > 0)
      throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'domain has active block job');
    const definition = domain.isActive ? liveDefinition(domain) : domain.definition;
    const diskOnly = (flags & Create.diskOnly) !== 0 || request.memory?.snapshot === 'no';
    const snapshot = await diskSnapshot(request, definition, host.clock.seconds, stateOf(domain, diskOnly));
    const tree = (domain.snapshots ??= new MomentTree());
    const made = { ...snapshot, parent: tree.current?.name };
    if (tree.get(made.name) !== undefined)
      throw new VirtError('OPERATION_FAILED', 'DOMAIN', `domain moment ${made.name} already exists`);
    if (domain.isActive && !diskOnly) {
      const bytes = currentMemoryKiB(definition) * 1024n;
      const plan = { operation: 'snapshot', bytes, bytesPerSecond: host.pace.memory } as const;
      await runJob(host, domain, plan, call.signal, async job => {
        const ran = domain.state === 'running';
        if (ran && (flags & Create.live) === 0) moveTo(host, domain, 'holdForSnapshot');
        try {
          await job.progress.end(job.signal);
        } finally {
          if (ran && isHeld(domain)) moveTo(host, domain, 'goOn');
        }
      });
    }
    moveOn(domain, made);
    if ((flags & Create.noMetadata) === 0) {
      tree.put(made);
      tree.setCurrent(made);
    }
    if ((flags & Create.halt) !== 0 && domain.isActive) moveTo(host, domain, 'stopFromSnapshot');
    return { snap: { name: made.name, dom: domain.reference } };
  };

  return {
    async domainSnapshotCreateXML(args, call) {
      const { dom, xmlDesc, flags } = args;
      checkFlags(flags, ownFlags | Create.validate | Create.redefine | Create.current, 'domainSnapshotCreateXML');
      const isNew = (flags & Create.redefine) === 0;
      refuseAutodestroyed(host.domains.find(dom));
      const request = readSnapshot(xmlDesc, { redefine: !isNew });
      const outside =
        (flags & Create.diskOnly) !== 0 ||
        request.memory?.snapshot === 'external' ||
        request.memory?.file !== undefined ||
        (request.disks ?? []).some(disk => disk.snapshot === 'external' || disk.source !== undefined);
      if (isNew && outside) return external(host.domains.find(dom), request, flags, call);
      return base.domainSnapshotCreateXML(args);
    },

    domainRevertToSnapshot(args) {
      // A guest without a file for its variables has none to be reset.
      return base.domainRevertToSnapshot({ ...args, flags: args.flags & ~Revert.resetNvram });
    },

    domainSnapshotDelete(args) {
      // All that a mock snapshot is, is what is known of it.
      return base.domainSnapshotDelete({ ...args, flags: args.flags & ~Delete.metadataOnly });
    },
  };
}

function stateOf(domain: TestDomain, diskOnly: boolean): Snapshot['state'] {
  if (!domain.isActive) return 'shutoff';
  if (diskOnly) return 'disk-snapshot';
  return domain.state === 'running' ? 'running' : 'paused';
}

function isHeld({ state }: TestDomain): boolean {
  return state === 'paused';
}

/** From a snapshot on, disks are written to in files of their own; what they had is below. */
function moveOn(domain: TestDomain, { disks }: Snapshot): void {
  const change = (definition: Definition): Definition => ({
    ...definition,
    devices: { ...definition.devices, disks: definition.devices.disks.map(disk => onTop(disk, disks)) },
  });
  const config = domain.persistentDefinition;
  if (domain.isActive && domain.persistent) domain.nextDefinition = change(config);
  domain.definition = change(domain.definition);
}

function onTop(disk: Disk, disks: Snapshot['disks']): Disk {
  const taken = disks.find(({ name }) => name === disk.target.dev);
  const path = taken?.source?.type === 'file' ? taken.source.file : undefined;
  if (taken?.snapshot !== 'external' || path === undefined || diskPath(disk) === undefined) return disk;
  const below: BackingStore = {
    source: disk.source,
    format: { type: disk.driver?.type ?? 'raw' },
    backingStore: disk.backingStore ?? {},
  };
  return {
    ...disk,
    driver: { ...disk.driver, type: taken.driver?.type ?? 'qcow2' },
    source: { type: 'file', file: path, seclabels: [] },
    backingStore: below,
  };
}
