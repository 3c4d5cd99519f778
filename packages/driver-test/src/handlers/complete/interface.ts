import type { DriverHandlers } from '@tsvirt/core/contract';
import { InterfaceDefineFlags, InterfaceXMLFlags } from '@tsvirt/core/protocol';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import { readInterface, writeInterface } from '../../interface/interface-definition.js';
import { referenceTo } from '../../interface/interface-store.js';

const { validate } = InterfaceDefineFlags;

/** Interfaces whose transactions give back all that was. */
export function completeInterfaceHandlers({ interfaces }: TestHost): DriverHandlers {
  return {
    interfaceDefineXML({ xml, flags }) {
      checkFlags(flags, validate, 'interfaceDefineXML');
      return { iface: referenceTo(interfaces.define(readInterface(xml, strictIf(flags, validate)))) };
    },
    interfaceGetXMLDesc({ iface, flags }) {
      checkFlags(flags, InterfaceXMLFlags.inactive, 'interfaceGetXMLDesc');
      return { xml: writeInterface(interfaces.find(iface.name).definition) };
    },
    interfaceChangeRollback({ flags }) {
      checkFlags(flags, 0, 'interfaceChangeRollback');
      interfaces.rollback('active');
    },
  };
}
