import {
  ConnectDomainEventBlockJobStatus as Status,
  DomainBlockCopyFlags,
  DomainBlockJobAbortFlags,
  DomainJobType,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { join } from 'node:path';
import { expect } from 'vitest';
import { documentsOf, firstDisk } from './domain-documents.js';
import { inactiveDomain, runningDomain } from './domain-props.js';
import { refusal } from './refusal.js';
import type { RuleGroup } from './rule.js';
import type { Stage } from './stage.js';

const copying = ['domainBlockCopy', 'domainBlockJobAbort', 'domainGetBlockJobInfo', 'domainGetXMLDesc'] as const;

/** Said of a disk that there is not, or that has no job. */
const unfit = ['INVALID_ARG', 'OPERATION_INVALID', 'OPERATION_FAILED'] as const;

/** Begins to copy the first disk of a running domain to a file. */
async function beginCopy(stage: Stage, dom: NonnullDomain) {
  const path = await firstDisk(stage, dom);
  const heard = await stage.watch('domainBlockJob2', { dom });
  const { folder } = await stage.identity();
  const file = join(folder, 'copy.img');
  const destxml = `<disk type='file'><driver type='raw'/><source file='${file}'/></disk>`;
  // Hypervisors copy disks of defined domains only for those who know that the job ends with the guest.
  const args = { dom, path, destxml, params: [], flags: DomainBlockCopyFlags.transientJob };
  await stage.call.domainBlockCopy(args);
  return { path, heard, file, args };
}

/** As `beginCopy`, up to the moment when the guest can be brought over. */
async function readyCopy(stage: Stage, dom: NonnullDomain) {
  const copy = await beginCopy(stage, dom);
  await copy.heard.until(1, ({ status }) => status === Status.ready);
  return copy;
}

const noBackup = ['domainBackupBegin', 'domainBackupGetXMLDesc', 'domainAbortJob', 'domainGetJobInfo'] as const;

/** What takes its time: jobs of guests and of their disks. */
export const domainJobs: RuleGroup = {
  subject: 'domain jobs',
  rules: [
    {
      name: 'a guest at rest has no job, and none to abort',
      needs: ['domainGetJobInfo', 'domainAbortJob'],
      async check(stage) {
        const dom = await runningDomain(stage);
        const { type, ...figures } = await stage.call.domainGetJobInfo({ dom });
        expect(type).toBe(DomainJobType.none);
        expect(new Set(Object.values(figures))).toEqual(new Set([0n]));
        if (stage.serves('domainGetJobStats'))
          expect((await stage.call.domainGetJobStats({ dom, flags: 0 })).type).toBe(DomainJobType.none);
        await refusal(stage.call.domainAbortJob({ dom }), 'aborting no job', 'OPERATION_INVALID');
      },
    },
    {
      name: 'what does not run has no job to abort',
      needs: ['domainAbortJob'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        await refusal(stage.call.domainAbortJob({ dom }), 'aborting a job', 'OPERATION_INVALID');
      },
    },
    {
      name: "a disk's copy becomes the disk when the guest is brought over",
      needs: copying,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const { path, heard, file } = await readyCopy(stage, dom);
        expect((await call.domainGetBlockJobInfo({ dom, path, flags: 0 })).found).toBe(1);
        await call.domainBlockJobAbort({ dom, path, flags: DomainBlockJobAbortFlags.pivot });
        await heard.until(1, ({ status }) => status === Status.completed);
        expect((await call.domainGetBlockJobInfo({ dom, path, flags: 0 })).found).toBe(0);
        const { live } = await documentsOf(stage, dom);
        expect(live).toContain(file);
        expect(live).not.toContain('<mirror');
      },
    },
    {
      name: "a disk's copy that is given up leaves the guest as it was",
      needs: copying,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const before = await documentsOf(stage, dom);
        const { path, heard } = await readyCopy(stage, dom);
        await call.domainBlockJobAbort({ dom, path, flags: 0 });
        // A copy that was complete counts as completed, or as canceled, as hypervisors see it.
        await heard.until(1, ({ status }) => status === Status.canceled || status === Status.completed);
        expect((await call.domainGetBlockJobInfo({ dom, path, flags: 0 })).found).toBe(0);
        expect(await documentsOf(stage, dom)).toEqual(before);
      },
    },
    {
      name: 'a disk has one job at a time',
      needs: copying,
      async check(stage) {
        const dom = await runningDomain(stage);
        const { path, args } = await beginCopy(stage, dom);
        const call = stage.call.domainBlockCopy(args);
        await refusal(call, 'a second job', 'OPERATION_UNSUPPORTED', 'BLOCK_COPY_ACTIVE', 'OPERATION_INVALID');
        expect((await stage.call.domainGetBlockJobInfo({ dom, path, flags: 0 })).found).toBe(1);
        await stage.call.domainBlockJobAbort({ dom, path, flags: 0 });
      },
    },
    {
      name: 'a disk at rest has no job to end, and a disk that there is not has none',
      needs: ['domainGetBlockJobInfo', 'domainBlockJobAbort'],
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const path = await firstDisk(stage, dom);
        expect((await call.domainGetBlockJobInfo({ dom, path, flags: 0 })).found).toBe(0);
        await refusal(call.domainBlockJobAbort({ dom, path, flags: 0 }), 'ending no job', ...unfit);
        const other = call.domainGetBlockJobInfo({ dom, path: 'no-such-disk', flags: 0 });
        await refusal(other, 'the job of a disk that there is not', ...unfit);
      },
    },
    {
      name: 'a backup that serves disks is there until it is aborted, and the only one',
      needs: noBackup,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        await firstDisk(stage, dom);
        const { folder } = await stage.identity();
        const socket = join(folder, 'socket');
        const backupXml = `<domainbackup mode='pull'><server transport='unix' socket='${socket}'/></domainbackup>`;
        const begin = () => call.domainBackupBegin({ dom, backupXml, checkpointXml: null, flags: 0 });
        await begin();
        expect((await call.domainBackupGetXMLDesc({ dom, flags: 0 })).xml).toContain(socket);
        expect((await call.domainGetJobInfo({ dom })).type).not.toBe(DomainJobType.none);
        await refusal(begin(), 'a second backup', 'OPERATION_INVALID');
        const ended = await stage.watch('domainJobCompleted', { dom });
        await call.domainAbortJob({ dom });
        await ended.until(1);
        await refusal(call.domainBackupGetXMLDesc({ dom, flags: 0 }), 'a backup that ended', 'NO_DOMAIN_BACKUP');
        expect((await call.domainGetJobInfo({ dom })).type).toBe(DomainJobType.none);
      },
    },
    {
      name: 'a backup that copies disks ends by itself, and says so',
      needs: noBackup,
      async check(stage) {
        const { call } = stage;
        const dom = await runningDomain(stage);
        const name = await firstDisk(stage, dom);
        const { folder } = await stage.identity();
        const target = `<driver type='qcow2'/><target file='${join(folder, 'backup.qcow2')}'/>`;
        const disk = `<disk name='${name}' backup='yes' type='file'>${target}</disk>`;
        const backupXml = `<domainbackup mode='push'><disks>${disk}</disks></domainbackup>`;
        const ended = await stage.watch('domainJobCompleted', { dom });
        await call.domainBackupBegin({ dom, backupXml, checkpointXml: null, flags: 0 });
        await ended.until(1);
        expect((await call.domainGetJobInfo({ dom })).type).toBe(DomainJobType.none);
        await refusal(call.domainBackupGetXMLDesc({ dom, flags: 0 }), 'a backup that ended', 'NO_DOMAIN_BACKUP');
      },
    },
    {
      name: 'what does not run has no backup',
      needs: ['domainBackupBegin'],
      async check(stage) {
        const dom = await inactiveDomain(stage);
        const backupXml = "<domainbackup mode='push'/>";
        const call = stage.call.domainBackupBegin({ dom, backupXml, checkpointXml: null, flags: 0 });
        await refusal(call, 'a backup of an inactive domain', 'OPERATION_INVALID', 'OPERATION_UNSUPPORTED');
      },
    },
  ],
};
