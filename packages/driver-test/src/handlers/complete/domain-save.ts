import { checkAbiStability } from '@tsvirt/conf/domain';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCoreDumpFlags as Dump,
  DomainCoreDumpFormat,
  DomainSaveParam,
  DomainSaveRestoreFlags as Flag,
  DomainSaveImageXMLFlags,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { currentMemoryKiB, type Definition, writeDefinition } from '../../domain/definition.js';
import { liveDefinition } from '../../domain/device/live-devices.js';
import { type JobOperation, runJob } from '../../domain/job/guest-job.js';
import { type Change, moveTo } from '../../domain/lifecycle.js';
import { readSavedGuest, writeCoreDump, writeSaveImage } from '../../domain/save-image.js';
import { readComplete } from '../../domain/complete-document.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { checkParams } from '../../host/typed-params.js';

const howToGoOn = Flag.running | Flag.paused;
const saveFlags = Flag.bypassCache | howToGoOn;
const restoreFlags = saveFlags | Flag.resetNvram;
const dumpFlags = Object.values(Dump).reduce((all, flag) => all | flag, 0);
const formats: readonly number[] = Object.values(DomainCoreDumpFormat);
const saveParams = {
  [DomainSaveParam.file]: 'string',
  [DomainSaveParam.dxml]: 'string',
  [DomainSaveParam.imageFormat]: 'string',
  [DomainSaveParam.parallelChannels]: 'int',
} as const;

/** Saving, restoring and dumping as jobs that take their time, with other documents, and paused or not. */
export function completeSaveHandlers(host: TestHost): DriverHandlers {
  const memoryJob = (domain: TestDomain, operation: JobOperation) => ({
    operation,
    bytes: currentMemoryKiB(domain.definition) * 1024n,
    bytesPerSecond: host.pace.memory,
  });

  /** Stops a guest into an image. What goes wrong on the way lets it go on. */
  const stopInto = async (
    domain: TestDomain,
    flags: number,
    call: Call,
    write: (ran: boolean) => Promise<void>,
  ): Promise<void> => {
    checkExclusiveStates(flags);
    await runJob(host, domain, memoryJob(domain, 'save'), call.signal, async job => {
      const ran = domain.state === 'running';
      if (ran) moveTo(host, domain, 'holdForSave');
      try {
        // The guest's fate is not the caller's: only an abort ends the job.
        await job.progress.end(job.signal);
        await write((flags & Flag.running) !== 0 || (ran && (flags & Flag.paused) === 0));
        job.signal.throwIfAborted();
      } catch (reason) {
        if (ran && isPaused(domain)) moveTo(host, domain, 'goOnUnsaved');
        throw reason;
      }
    });
    moveTo(host, domain, 'save');
  };

  const save = async (dom: NonnullDomain, to: string, dxml: string | null, flags: number, call: Call) => {
    checkFlags(flags, saveFlags, 'domainSaveFlags');
    const domain = host.domains.findActive(dom);
    const definition = replaced(liveDefinition(domain), dxml);
    const { id } = domain;
    await stopInto(domain, flags, call, ran => writeSaveImage(to, definition, id, undefined, !ran));
  };

  const restore = async (from: string, dxml: string | null, flags: number, call: Call): Promise<void> => {
    checkFlags(flags, restoreFlags, 'domainRestoreFlags');
    checkExclusiveStates(flags);
    const image = await readSavedGuest(from, call.signal);
    const domain = host.domains.admitTransient(replaced(image.definition, dxml));
    moveTo(host, domain, afterRestore(flags, image.paused));
  };

  const dump = async (dom: NonnullDomain, to: string, format: number, flags: number, call: Call): Promise<void> => {
    checkFlags(flags, dumpFlags, 'domainCoreDumpWithFormat');
    if ((flags & Dump.crash) !== 0 && (flags & Dump.reset) !== 0)
      throw new VirtError('INVALID_ARG', 'DOMAIN', 'crash and reset of a dump are mutually exclusive');
    if (!formats.includes(format)) throw new VirtError('INVALID_ARG', 'DOMAIN', `format ${format} of a core dump`);
    if (format !== DomainCoreDumpFormat.raw && (flags & Dump.memoryOnly) === 0)
      throw new VirtError('INVALID_ARG', 'TEST', 'only dumps of memory alone have a format');
    const domain = host.domains.findActive(dom);
    await runJob(host, domain, memoryJob(domain, 'dump'), call.signal, async job => {
      const ran = domain.state === 'running';
      if (ran && (flags & Dump.live) === 0) moveTo(host, domain, 'holdForDump');
      try {
        await job.progress.end(job.signal);
        await writeCoreDump(to, domain.name);
      } finally {
        if (ran && isPaused(domain)) moveTo(host, domain, 'goOn');
      }
    });
    if ((flags & Dump.crash) !== 0) moveTo(host, domain, 'crash');
  };

  const fileOf = (params: readonly TypedParam[]): { file: string; dxml: string | null } => {
    checkParams(params, saveParams);
    const text = (name: string): string | undefined => {
      const value = params.find(({ field }) => field === name)?.value;
      return value?.type === 'string' ? value.value : undefined;
    };
    const file = text(DomainSaveParam.file);
    if (file === undefined) throw new VirtError('OPERATION_INVALID', 'TEST', "parameter 'file' is missing");
    return { file, dxml: text(DomainSaveParam.dxml) ?? null };
  };

  const savedOf = (dom: NonnullDomain) => {
    const domain = host.domains.find(dom);
    const { savedImage } = domain.runtime;
    if (savedImage !== undefined) return { domain, savedImage };
    throw new VirtError('OPERATION_INVALID', 'TEST', 'domain does not have managed save image');
  };

  return {
    domainSave: ({ dom, to }, call) => save(dom, to, null, 0, call),
    domainSaveFlags: ({ dom, to, dxml, flags }, call) => save(dom, to, dxml, flags, call),
    async domainSaveParams({ dom, params, flags }, call) {
      host.domains.find(dom);
      const { file, dxml } = fileOf(params);
      await save(dom, file, dxml, flags, call);
    },
    domainRestore: ({ from }, call) => restore(from, null, 0, call),
    domainRestoreFlags: ({ from, dxml, flags }, call) => restore(from, dxml, flags, call),
    async domainRestoreParams({ params, flags }, call) {
      const { file, dxml } = fileOf(params);
      await restore(file, dxml, flags, call);
    },
    domainCoreDump: ({ dom, to, flags }, call) => dump(dom, to, DomainCoreDumpFormat.raw, flags, call),
    domainCoreDumpWithFormat: ({ dom, to, dumpformat, flags }, call) => dump(dom, to, dumpformat, flags, call),

    async domainSaveImageDefineXML({ file, dxml, flags }, call) {
      checkFlags(flags, howToGoOn, 'domainSaveImageDefineXML');
      checkExclusiveStates(flags);
      const image = await readSavedGuest(file, call.signal);
      const paused = (flags & howToGoOn) === 0 ? image.paused : (flags & Flag.paused) !== 0;
      await writeSaveImage(file, replaced(image.definition, dxml), -1, call.signal, paused);
    },

    async domainManagedSave({ dom, flags }, call) {
      checkFlags(flags, saveFlags, 'domainManagedSave');
      const domain = host.domains.findActive(dom);
      if (!domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot do managed save for transient domain');
      const definition = liveDefinition(domain);
      await stopInto(domain, flags, call, async ran => {
        domain.runtime.savedImage = { definition, ran };
        domain.hasManagedSave = true;
      });
    },
    domainManagedSaveRemove({ dom, flags }) {
      checkFlags(flags, 0, 'domainManagedSaveRemove');
      const domain = host.domains.find(dom);
      domain.hasManagedSave = false;
      domain.runtime.savedImage = undefined;
    },
    domainManagedSaveGetXMLDesc({ dom, flags }) {
      checkFlags(flags, DomainSaveImageXMLFlags.secure, 'domainManagedSaveGetXMLDesc');
      const secure = (flags & DomainSaveImageXMLFlags.secure) !== 0;
      const { definition } = savedOf(dom).savedImage;
      return { xml: writeDefinition(definition, { id: -1, inactive: false, secure, migratable: true }) };
    },
    domainManagedSaveDefineXML({ dom, dxml, flags }) {
      checkFlags(flags, howToGoOn, 'domainManagedSaveDefineXML');
      checkExclusiveStates(flags);
      const { domain, savedImage } = savedOf(dom);
      const ran = (flags & howToGoOn) === 0 ? savedImage.ran : (flags & Flag.running) !== 0;
      domain.runtime.savedImage = { definition: replaced(savedImage.definition, dxml), ran };
    },
  };
}

/** Another document for a guest that is saved: it must be of the same machine. */
function replaced(definition: Definition, dxml: string | null): Definition {
  if (dxml === null) return definition;
  const target = readComplete(dxml);
  checkAbiStability(definition, target);
  return target;
}

function afterRestore(flags: number, paused: boolean): Change {
  const stays = (flags & howToGoOn) === 0 ? paused : (flags & Flag.paused) !== 0;
  return stays ? 'restorePaused' : 'restore';
}

function checkExclusiveStates(flags: number): void {
  if ((flags & howToGoOn) === howToGoOn)
    throw new VirtError('INVALID_ARG', 'DOMAIN', 'running and paused are mutually exclusive');
}

function isPaused({ state }: TestDomain): boolean {
  return state === 'paused';
}
