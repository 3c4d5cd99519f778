import type { Awaitable, DriverHandlers } from '@tsvirt/core/contract';
import { DomainFDAssociateFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { closeFiles } from '../../domain/passed-files.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { completeLifecycleHandlers } from './domain-lifecycle.js';

const { seclabelRestore, seclabelWritable } = DomainFDAssociateFlags;

/** Guests get files that their clients have opened: for disks, or from their start on. */
export function domainFileHandlers(host: TestHost): DriverHandlers {
  const life = completeLifecycleHandlers(host);

  /** Starts a guest; its files are its own when it runs, and closed when it does not. */
  const withFiles = async (
    fds: readonly number[],
    start: () => Awaitable<{ dom: NonnullDomain }>,
  ): Promise<{ dom: NonnullDomain }> => {
    try {
      const started = await start();
      host.domains.findActive(started.dom).runtime.files.give(fds);
      return started;
    } catch (reason) {
      closeFiles(fds);
      throw reason;
    }
  };

  return {
    domainFDAssociate({ dom, name, flags }, { fds, connection }) {
      try {
        checkFlags(flags, seclabelRestore | seclabelWritable, 'domainFDAssociate');
        host.domains.find(dom);
      } catch (reason) {
        closeFiles(fds);
        throw reason;
      }
      host.domains.find(dom).runtime.files.associate(name, fds, connection);
    },
    domainCreateWithFiles: (args, call) => withFiles(call.fds, () => life.domainCreateWithFlags(args, call)),
    domainCreateXMLWithFiles: (args, call) => withFiles(call.fds, () => life.domainCreateXML(args, call)),
  };
}
