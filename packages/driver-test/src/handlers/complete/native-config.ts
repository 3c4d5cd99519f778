import { parseDomain } from '@tsvirt/conf/domain';
import { readVmx, writeVmx } from '@tsvirt/conf/vmx';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { VirtError } from '@tsvirt/util';
import { writeDefinition, completeDefinition } from '../../domain/definition.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** The one foreign format: what ESX and VMware's other products have, under libvirt's name for it. */
const vmx = 'vmware-vmx';
/** That of ESXi 6.0. */
const hardwareVersion = 11;

/** Definitions become VMX files, and the other way round; a guest that is read is one of this hypervisor's. */
export function nativeConfigHandlers(_host: TestHost): DriverHandlers {
  return {
    connectDomainXMLFromNative({ nativeFormat, nativeConfig, flags }) {
      checkFlags(flags, 0, 'connectDomainXMLFromNative');
      checkFormat(nativeFormat);
      const definition = completeDefinition({ ...readVmx(nativeConfig), type: 'test' });
      return { domainXml: writeDefinition(definition, { id: -1, inactive: true, secure: true, migratable: false }) };
    },
    connectDomainXMLToNative({ nativeFormat, domainXml, flags }) {
      checkFlags(flags, 0, 'connectDomainXMLToNative');
      checkFormat(nativeFormat);
      const domain = parseDomain(domainXml, { inactive: true });
      return { nativeConfig: writeVmx({ ...domain, type: 'vmware' }, { hardwareVersion }) };
    },
  };
}

function checkFormat(format: string): void {
  if (format !== vmx)
    throw new VirtError('INVALID_ARG', 'TEST', `unsupported config type '${format}': expected ${vmx}`);
}
