import type { DriverHandlers } from '@tsvirt/core/contract';
import { domainCapabilities } from '../../host/domain-capabilities.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** What guests of a complete host may have. */
export function domainCapabilitiesHandlers(_host: TestHost): DriverHandlers {
  return {
    connectGetDomainCapabilities({ emulatorbin, arch, machine, virttype, flags }) {
      checkFlags(flags, 0, 'connectGetDomainCapabilities');
      return { capabilities: domainCapabilities({ emulator: emulatorbin, arch, machine, virtType: virttype }) };
    },
  };
}
