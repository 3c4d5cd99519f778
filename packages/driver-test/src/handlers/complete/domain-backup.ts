import { type DomainBackup, formatDomainBackup, parseDomainBackup, validateDomainBackup } from '@tsvirt/conf/snapshot';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainBackupBeginFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type Checkpoint, readCheckpoint } from '../../domain/checkpoint.js';
import { changedSince, diskSizes } from '../../domain/disk-sizes.js';
import { diskPath } from '../../domain/device-lookup.js';
import { runJob } from '../../domain/job/guest-job.js';
import { MomentTree } from '../../domain/moment-tree.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Backups of running guests: jobs that copy disks, or serve them until somebody ends that. */
export function domainBackupHandlers(host: TestHost): DriverHandlers {
  const begin = async (dom: NonnullDomain, xml: string, checkpointXml: string | null, flags: number, call: Call) => {
    checkFlags(flags, DomainBackupBeginFlags.reuseExternal, 'domainBackupBegin');
    const domain = host.domains.findActive(dom);
    if (domain.runtime.job !== undefined)
      throw new VirtError('OPERATION_INVALID', 'TEST', 'another job is active on the domain');
    const backup = completed(domain, readBackup(xml), host.clock.seconds);
    const checkpoint = checkpointXml === null ? undefined : checkpointOf(domain, checkpointXml, host.clock.seconds);
    const plan = {
      operation: 'backup',
      bytes: bytesOf(domain, backup),
      bytesPerSecond: host.pace.disk,
    } as const;
    if (checkpoint !== undefined) {
      domain.checkpoints ??= new MomentTree();
      domain.checkpoints.put(checkpoint);
      domain.checkpoints.setCurrent(checkpoint);
    }
    domain.runtime.backup = backup;
    // The call is answered when the backup has begun; its end is told by an event.
    void runJob(host, domain, plan, call.signal, async job => {
      try {
        if (backup.how.mode === 'push') await job.progress.end(job.signal);
        else await ended(job.signal);
      } finally {
        domain.runtime.backup = undefined;
      }
    }).catch(() => {
      // Those who asked have their answer; the job's figures and event say how it ended.
    });
  };

  return {
    domainBackupBegin: ({ dom, backupXml, checkpointXml, flags }, call) =>
      begin(dom, backupXml, checkpointXml, flags, call),

    domainBackupGetXMLDesc({ dom, flags }) {
      checkFlags(flags, 0, 'domainBackupGetXMLDesc');
      const { backup } = host.domains.findActive(dom).runtime;
      if (backup === undefined) throw new VirtError('NO_DOMAIN_BACKUP', 'TEST', 'no domain backup job present');
      return { xml: formatDomainBackup(backup) };
    },
  };
}

/** Reads a backup's document, which has to be as its schema has it. @throws VirtError XML_INVALID_SCHEMA and others */
function readBackup(xml: string): DomainBackup {
  const backup = parseDomainBackup(xml, { unknown: 'refuse' });
  validateDomainBackup(backup);
  return backup;
}

/** A backup with a disk for each of the guest's, and where each of them goes. */
function completed(domain: TestDomain, backup: DomainBackup, now: bigint): DomainBackup {
  const disks = domain.definition.devices.disks;
  const asked = backup.how.disks ?? [];
  for (const { name } of asked)
    if (!disks.some(({ target }) => target.dev === name))
      throw new VirtError('INVALID_ARG', 'TEST', `no disk named '${name}'`);
  const { incremental } = backup;
  if (incremental !== undefined && domain.checkpoints?.get(incremental) === undefined)
    throw new VirtError('NO_DOMAIN_CHECKPOINT', 'TEST', `no domain checkpoint with matching name '${incremental}'`);
  for (const { name } of asked)
    if (domain.runtime.blockJobs.has(name))
      throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', `disk '${name}' already in active block job`);
  const list = disks.map(disk => {
    const name = disk.target.dev;
    const given = asked.find(other => other.name === name);
    const path = diskPath(disk);
    const isLeftOut = given === undefined ? asked.length > 0 : given.backup === false;
    if (isLeftOut || path === undefined) return { name, backup: false };
    const mode = incremental === undefined ? ('full' as const) : ('incremental' as const);
    const copy = { type: 'file', path: `${path}.${now}`, seclabels: [] } as const;
    return { mode, ...(incremental !== undefined && { incremental }), copy, ...given, name, backup: true };
  });
  return { ...backup, how: { ...backup.how, disks: list } };
}

function checkpointOf(domain: TestDomain, xml: string, now: bigint): Checkpoint {
  const { current } = domain.checkpoints ?? {};
  const checkpoint = readCheckpoint(xml, domain.definition, current?.name, false, now);
  if (domain.checkpoints?.get(checkpoint.name) !== undefined)
    throw new VirtError('OPERATION_FAILED', 'TEST', `domain moment ${checkpoint.name} already exists`);
  return { ...checkpoint, written: new Map(domain.written) };
}

/** What is copied: whole disks, or what has changed in them since a checkpoint. */
function bytesOf(domain: TestDomain, { incremental, how }: DomainBackup): bigint {
  const since = incremental === undefined ? undefined : domain.checkpoints?.get(incremental);
  return (how.disks ?? [])
    .filter(({ backup }) => backup !== false)
    .map(({ name }) => (since === undefined ? diskSizes(domain, name).capacity : changedSince(domain, since, name)))
    .reduce((sum, bytes) => sum + bytes, 0n);
}

/** Waits for the end that somebody puts to it. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = (): void => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
