import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCreateFlags,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainUndefineFlagsValues as Undefine,
  DomainXMLFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { readDefinition, writeDefinition } from '../../domain/definition.js';
import { liveDefinition } from '../../domain/device/live-devices.js';
import { jobless } from '../../domain/job/guest-job.js';
import { moveTo } from '../../domain/lifecycle.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

const xmlFlags = Object.values(DomainXMLFlags).reduce((all, flag) => all | flag, 0);
const {
  paused: startPaused,
  autodestroy: startAutodestroy,
  bypassCache: startBypassCache,
  forceBoot: startForceBoot,
  validate: startValidate,
  resetNvram: startResetNvram,
} = DomainCreateFlags;
const startFlags = startPaused | startAutodestroy | startBypassCache | startForceBoot | startResetNvram;
const undefineFlags = Object.values(Undefine).reduce((all, flag) => all | flag, 0);
const moments = Undefine.snapshotsMetadata | Undefine.checkpointsMetadata;

/** Guests start paused, show what their devices are called, and are undefined as real hypervisors do it. */
export function completeDefineHandlers(host: TestHost): DriverHandlers {
  const start = async (dom: NonnullDomain, flags: number, signal: AbortSignal): Promise<{ dom: NonnullDomain }> => {
    checkFlags(flags, startFlags, 'domainCreateWithFlags');
    const domain = host.domains.find(dom);
    await jobless(domain, signal);
    if (domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is already running');
    const paused = (flags & startPaused) !== 0;
    const saved = (flags & startForceBoot) === 0 ? domain.runtime.savedImage : undefined;
    domain.hasManagedSave = false;
    domain.runtime.savedImage = undefined;
    if (saved === undefined) {
      moveTo(host, domain, paused ? 'bootPaused' : 'boot');
    } else {
      domain.nextDefinition = domain.definition;
      domain.definition = saved.definition;
      moveTo(host, domain, paused || !saved.ran ? 'restorePaused' : 'restore');
    }
    return { dom: domain.reference };
  };

  const undefine = (dom: NonnullDomain, flags: number): void => {
    checkFlags(flags, undefineFlags, 'domainUndefineFlags');
    const domain = host.domains.find(dom);
    const refuse = (what: string): never => {
      throw new VirtError('OPERATION_INVALID', 'TEST', what);
    };
    if (!domain.persistent) refuse('cannot undefine transient domain');
    if (domain.hasManagedSave && (flags & Undefine.managedSave) === 0)
      refuse('Refusing to undefine while domain managed save image exists');
    const count = (domain.snapshots?.size ?? 0) + (domain.checkpoints?.size ?? 0);
    if (!domain.isActive && count > 0 && (flags & moments) === 0)
      refuse(`cannot delete inactive domain with ${count} snapshots`);
    domain.hasManagedSave = false;
    domain.runtime.savedImage = undefined;
    domain.persistent = false;
    domain.nextDefinition = undefined;
    host.emitLifecycle(domain, DomainEventType.undefined, DomainEventUndefinedDetailType.removed);
    if (!domain.isActive) host.domains.remove(domain);
  };

  return {
    domainGetXMLDesc({ dom, flags }) {
      checkFlags(flags, xmlFlags, 'domainGetXMLDesc');
      const domain = host.domains.find(dom);
      const inactive = (flags & DomainXMLFlags.inactive) !== 0 || !domain.isActive;
      return {
        xml: writeDefinition(inactive ? domain.persistentDefinition : liveDefinition(domain), {
          id: inactive ? -1 : domain.id,
          secure: (flags & DomainXMLFlags.secure) !== 0,
          inactive,
          migratable: (flags & DomainXMLFlags.migratable) !== 0,
        }),
      };
    },

    domainCreateWithFlags: ({ dom, flags }, call) => start(dom, flags, call.signal),
    async domainCreate({ dom }, call) {
      await start(dom, 0, call.signal);
    },

    domainCreateXML({ xmlDesc, flags }) {
      checkFlags(flags, startFlags | startValidate, 'domainCreateXML');
      const domain = host.domains.admitTransient(readDefinition(xmlDesc, (flags & startValidate) !== 0));
      moveTo(host, domain, (flags & startPaused) !== 0 ? 'bootPaused' : 'boot');
      return { dom: domain.reference };
    },

    domainSetAutostart({ dom, autostart }) {
      const domain = host.domains.find(dom);
      if (!domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot set autostart for transient domain');
      domain.autostart = autostart !== 0;
    },

    domainUndefine: ({ dom }) => undefine(dom, 0),
    domainUndefineFlags: ({ dom, flags }) => undefine(dom, flags),
  };
}
