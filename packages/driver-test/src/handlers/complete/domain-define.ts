import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainUndefineFlagsValues as Undefine,
  DomainXMLFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { writeDefinition } from '../../domain/definition.js';
import { liveDefinition } from '../../domain/device/live-devices.js';
import { readComplete } from '../../domain/complete-document.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { domainDefineHandlers } from '../domain-define.js';

const xmlFlags = Object.values(DomainXMLFlags).reduce((all, flag) => all | flag, 0);
const undefineFlags = Object.values(Undefine).reduce((all, flag) => all | flag, 0);
const moments = Undefine.snapshotsMetadata | Undefine.checkpointsMetadata;

/** Definitions have throttle groups, show what their devices are called, and go as on real hypervisors. */
export function completeDefineHandlers(host: TestHost) {
  const { domainDefineXML, domainDefineXMLFlags } = domainDefineHandlers(host, readComplete);

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
    domainDefineXML,
    domainDefineXMLFlags,

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

    domainUndefine: ({ dom }) => undefine(dom, 0),
    domainUndefineFlags: ({ dom, flags }) => undefine(dom, flags),
  } satisfies DriverHandlers;
}
