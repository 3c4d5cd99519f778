import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainFDAssociateFlags } from '@tsvirt/core/protocol';
import { closeFiles } from '../../domain/passed-files.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

const { seclabelRestore, seclabelWritable } = DomainFDAssociateFlags;

/** Disks are made of files that clients have opened. */
export function domainFileHandlers(host: TestHost): DriverHandlers {
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
  };
}
