import type { DriverHandlers } from '@tsvirt/core/contract';
import { Undo, VirtError } from '@tsvirt/util';
import { saveDefinition } from '../domain/definitions.js';
import { emitLifecycle } from '../domain/moves.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/**
 * Another name for a domain that does not run. Its definition's file and its autostart link follow; its firmware's variables
 * stay where the definition says they are, as with libvirt.
 */
export function domainRenameHandlers(host: QemuHost): DriverHandlers {
  return {
    async domainRename({ dom, newName, flags }, call) {
      checkFlags(flags, 0, 'virDomainRename');
      const domain = host.domains.find(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      const { config, name } = domain;
      if (newName === null || newName === '' || newName.includes('/') || newName.includes('\n'))
        throw new VirtError('XML_ERROR', 'QEMU', `'${newName ?? ''}' is no name for a domain`);
      if (domain.isActive) throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot rename active domain');
      if (config === undefined) throw new VirtError('OPERATION_INVALID', 'QEMU', 'cannot rename a transient domain');
      const renamed = { ...config, name: newName };
      // Both names are the domain's until its old file is gone: what others define is not in its way.
      using _name = host.domains.holdName(newName);
      await using undo = new Undo(reason => host.log.warn(`domain '${name}': ${String(reason)}`));
      // The new file first: a daemon that ends in between finds the domain twice, not lost.
      await saveDefinition(host, renamed);
      undo.add(() => host.definitions.remove(newName));
      if (domain.autostart) await host.definitions.setAutostart(newName, true);
      await host.definitions.remove(name);
      undo.keep();
      emitLifecycle(host, domain, ['undefined', 'renamed']);
      host.domains.rename(domain, newName);
      domain.config = renamed;
      emitLifecycle(host, domain, ['defined', 'renamed']);
      return { retcode: 0 };
    },
  };
}
