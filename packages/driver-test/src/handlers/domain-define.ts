import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainDefineFlags,
  DomainEventDefinedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainUndefineFlagsValues,
  DomainXMLFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { type Definition, readDefinition, renamed, writeDefinition } from '../domain/definition.js';
import { checkFlags } from '../host/flags.js';
import { checkName } from '../host/object-name.js';
import type { TestHost } from '../host/test-host.js';

const undefineFlags = DomainUndefineFlagsValues.managedSave | DomainUndefineFlagsValues.snapshotsMetadata;
const xmlFlags = DomainXMLFlags.secure | DomainXMLFlags.inactive | DomainXMLFlags.migratable;

/**
 * Definitions come, go, change their name and are shown.
 * @param read makes a definition of a document
 */
export function domainDefineHandlers(
  host: TestHost,
  read: (xml: string, strict: boolean) => Definition = readDefinition,
) {
  const define = (xml: string, flags: number): { dom: NonnullDomain } => {
    checkFlags(flags, DomainDefineFlags.validate, 'domainDefineXMLFlags');
    const definition = read(xml, (flags & DomainDefineFlags.validate) !== 0);
    const { domain, replaced } = host.domains.define(definition);
    const { added, updated } = DomainEventDefinedDetailType;
    host.emitLifecycle(domain, DomainEventType.defined, replaced ? updated : added);
    return { dom: domain.reference };
  };

  const undefine = (dom: NonnullDomain, flags: number): void => {
    checkFlags(flags, undefineFlags, 'domainUndefineFlags');
    const domain = host.domains.find(dom);
    if (domain.hasManagedSave && (flags & DomainUndefineFlagsValues.managedSave) === 0)
      throw new VirtError('OPERATION_INVALID', 'TEST', `domain '${domain.name}' has a managed save image`);
    // Checkpoints go without being asked.
    const moments = domain.snapshots?.size ?? 0;
    if (!domain.isActive && moments > 0 && (flags & DomainUndefineFlagsValues.snapshotsMetadata) === 0)
      throw new VirtError('OPERATION_INVALID', 'TEST', `cannot delete inactive domain with ${moments} snapshots`);
    domain.hasManagedSave = false;
    host.emitLifecycle(domain, DomainEventType.undefined, DomainEventUndefinedDetailType.removed);
    domain.persistent = false;
    if (!domain.isActive) host.domains.remove(domain);
  };

  return {
    domainDefineXML: ({ xml }) => define(xml, 0),
    domainDefineXMLFlags: ({ xml, flags }) => define(xml, flags),
    domainUndefine: ({ dom }) => undefine(dom, 0),
    domainUndefineFlags: ({ dom, flags }) => undefine(dom, flags),

    domainGetXMLDesc({ dom, flags }) {
      checkFlags(flags, xmlFlags, 'domainGetXMLDesc');
      const domain = host.domains.find(dom);
      const inactive = (flags & DomainXMLFlags.inactive) !== 0;
      return {
        xml: writeDefinition(inactive ? domain.persistentDefinition : domain.definition, {
          id: inactive ? -1 : domain.id,
          secure: (flags & DomainXMLFlags.secure) !== 0,
          inactive: inactive || !domain.isActive,
          migratable: (flags & DomainXMLFlags.migratable) !== 0,
        }),
      };
    },

    domainRename({ dom, newName, flags }) {
      checkFlags(flags, 0, 'domainRename');
      const domain = host.domains.find(dom);
      const name = newName ?? '';
      if (name === '') throw new VirtError('INVALID_ARG', 'DOMAIN', 'the new name of a domain must not be empty');
      if (domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot rename active domain');
      checkName(name, 'TEST');
      if (domain.name === name)
        throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain '${name}' has that name already`);
      if (host.domains.byName(name) !== undefined)
        throw new VirtError('OPERATION_INVALID', 'DOMAIN', `domain with name '${name}' already exists`);
      const definition: Definition = renamed(domain.definition, name);
      host.emitLifecycle(domain, DomainEventType.undefined, DomainEventUndefinedDetailType.renamed);
      host.domains.rename(domain, definition);
      host.emitLifecycle(domain, DomainEventType.defined, DomainEventDefinedDetailType.renamed);
      return { retcode: 0 };
    },
  } satisfies DriverHandlers;
}
