import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { saveDefinition } from '../domain/definitions.js';
import { emitLifecycle } from '../domain/moves.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/** Another name for a domain that does not run. Its files that are named after it follow. */
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
      if (newName === name || host.domains.withName(newName) !== undefined)
        throw new VirtError('OPERATION_INVALID', 'QEMU', `domain with name '${newName}' already exists`);
      // The new file first: a daemon that ends in between finds the domain twice, not lost.
      const renamed = { ...config, name: newName };
      await saveDefinition(host, renamed);
      if (domain.autostart) await host.definitions.setAutostart(newName, true);
      emitLifecycle(host, domain, ['undefined', 'renamed']);
      host.domains.rename(domain, newName);
      domain.config = renamed;
      await host.definitions.remove(name);
      emitLifecycle(host, domain, ['defined', 'renamed']);
      return { retcode: 0 };
    },
  };
}
