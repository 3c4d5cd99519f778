import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCoreDumpFlags,
  DomainCoreDumpFormat,
  DomainSaveRestoreFlags,
  DomainXMLFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { writeDefinition } from '../domain/definition.js';
import { requireActive } from '../domain/domain-store.js';
import { moveTo } from '../domain/lifecycle.js';
import { readSaveImage, replaceDocument, writeCoreDump, writeSaveImage } from '../domain/save-image.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const { bypassCache, running, paused } = DomainSaveRestoreFlags;

/** Guests are saved, restored and dumped. */
export function domainSaveHandlers(host: TestHost): DriverHandlers {
  const save = async (
    dom: NonnullDomain,
    to: string,
    dxml: string | null,
    flags: number,
    call: Call,
  ): Promise<void> => {
    checkFlags(flags, 0, 'domainSaveFlags');
    if (dxml !== null) throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', 'xml modification unsupported');
    const domain = host.domains.findActive(dom);
    await writeSaveImage(to, domain.definition, domain.id, call.signal);
    // Others may have stopped the guest while the file was written.
    requireActive(domain);
    moveTo(host, domain, 'save');
  };

  const restore = async (from: string, dxml: string | null, flags: number, call: Call): Promise<void> => {
    checkFlags(flags, 0, 'domainRestoreFlags');
    if (dxml !== null) throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', 'xml modification unsupported');
    const definition = await readSaveImage(from, call.signal);
    moveTo(host, host.domains.admitTransient(definition), 'restore');
  };

  const dump = async (dom: NonnullDomain, to: string, format: number, flags: number, call: Call): Promise<void> => {
    checkFlags(flags, DomainCoreDumpFlags.crash, 'domainCoreDumpWithFormat');
    const domain = host.domains.findActive(dom);
    await writeCoreDump(to, domain.name, call.signal);
    if (format !== DomainCoreDumpFormat.raw)
      throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'only raw core dumps are supported');
    if ((flags & DomainCoreDumpFlags.crash) === 0) return;
    requireActive(domain);
    moveTo(host, domain, 'crash');
  };

  return {
    domainSave: ({ dom, to }, call) => save(dom, to, null, 0, call),
    domainSaveFlags: ({ dom, to, dxml, flags }, call) => save(dom, to, dxml, flags, call),
    domainRestore: ({ from }, call) => restore(from, null, 0, call),
    domainRestoreFlags: ({ from, dxml, flags }, call) => restore(from, dxml, flags, call),
    domainCoreDump: ({ dom, to, flags }, call) => dump(dom, to, DomainCoreDumpFormat.raw, flags, call),
    domainCoreDumpWithFormat: ({ dom, to, dumpformat, flags }, call) => dump(dom, to, dumpformat, flags, call),

    async domainSaveImageGetXMLDesc({ file, flags }, call) {
      checkFlags(flags, DomainXMLFlags.secure, 'domainSaveImageGetXMLDesc');
      const definition = await readSaveImage(file, call.signal);
      // Passwords are told to everybody, as by libvirt's mock.
      const secure = !host.isComplete || (flags & DomainXMLFlags.secure) !== 0;
      return { xml: writeDefinition(definition, { id: -1, inactive: false, secure, migratable: false }) };
    },

    async domainSaveImageDefineXML({ file, dxml, flags }, call) {
      checkFlags(flags, running | paused, 'domainSaveImageDefineXML');
      await replaceDocument(file, dxml, call.signal);
    },

    // Nothing is written: the mark alone makes the difference that a client sees.
    domainManagedSave({ dom, flags }) {
      checkFlags(flags, bypassCache | running | paused, 'domainManagedSave');
      const domain = host.domains.findActive(dom);
      if (!domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', `cannot do managed save of transient domain '${domain.name}'`);
      domain.hasManagedSave = true;
      moveTo(host, domain, 'save');
    },
    domainHasManagedSaveImage({ dom, flags }) {
      checkFlags(flags, 0, 'domainHasManagedSaveImage');
      return { result: host.domains.find(dom).hasManagedSave ? 1 : 0 };
    },
    domainManagedSaveRemove({ dom, flags }) {
      checkFlags(flags, 0, 'domainManagedSaveRemove');
      host.domains.find(dom).hasManagedSave = false;
    },
  };
}
