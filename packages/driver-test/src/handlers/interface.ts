import { flagFilter } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { ConnectListAllInterfacesFlags as ListFlags, InterfaceDefineFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { checkFlags } from '../host/flags.js';
import { strictIf } from '../host/strict-reading.js';
import type { TestHost } from '../host/test-host.js';
import { readInterface, writeInterface } from '../interface/interface-definition.js';
import { referenceTo, type TestInterface } from '../interface/interface-store.js';

const filter = flagFilter<TestInterface>([
  [
    [ListFlags.active, iface => iface.isActive],
    [ListFlags.inactive, iface => !iface.isActive],
  ],
]);

/** The host's own network interfaces. */
export function interfaceHandlers({ interfaces, isComplete }: TestHost): DriverHandlers {
  const names = (active: boolean): string[] =>
    Array.from(interfaces).flatMap(({ definition, isActive }) => (isActive === active ? [definition.name] : []));
  const setActive = (name: string, active: boolean): void => {
    const iface = interfaces.find(name);
    if (iface.isActive === active)
      throw new VirtError(
        'OPERATION_INVALID',
        'TEST',
        `interface '${name}' is ${active ? 'active' : 'inactive'} already`,
      );
    interfaces.setActive(iface, active);
  };

  return {
    connectNumOfInterfaces: () => ({ num: names(true).length }),
    connectListInterfaces: () => ({ names: names(true) }),
    connectNumOfDefinedInterfaces: () => ({ num: names(false).length }),
    connectListDefinedInterfaces: () => ({ names: names(false) }),
    connectListAllInterfaces({ flags }) {
      checkFlags(flags, filter.flags, 'connectListAllInterfaces');
      return { ifaces: [...interfaces].filter(filter.of(flags)).map(referenceTo) };
    },

    interfaceLookupByName: ({ name }) => ({ iface: referenceTo(interfaces.find(name)) }),
    interfaceLookupByMACString({ mac }) {
      const wanted = mac.toLowerCase();
      // Whatever has no address of its own is found by every address in libvirt's mock.
      const fits = (own: string): boolean => own.toLowerCase() === wanted || (own === '' && !isComplete);
      const [iface, another] = [...interfaces].filter(({ definition }) => fits(definition.mac));
      if (iface === undefined) throw new VirtError('NO_INTERFACE', 'TEST', `no interface with matching mac '${mac}'`);
      if (another !== undefined) throw new VirtError('MULTIPLE_INTERFACES', 'TEST');
      // The address comes back as it was asked for.
      return { iface: { ...referenceTo(iface), mac } };
    },

    interfaceGetXMLDesc({ iface, flags }) {
      checkFlags(flags, 0, 'interfaceGetXMLDesc');
      return { xml: writeInterface(interfaces.find(iface.name).definition) };
    },
    interfaceDefineXML({ xml, flags }) {
      checkFlags(flags, InterfaceDefineFlags.validate, 'interfaceDefineXML');
      return {
        iface: referenceTo(interfaces.define(readInterface(xml, strictIf(flags, InterfaceDefineFlags.validate)))),
      };
    },
    interfaceUndefine: ({ iface }) => interfaces.remove(interfaces.find(iface.name)),

    interfaceCreate({ iface, flags }) {
      checkFlags(flags, 0, 'interfaceCreate');
      setActive(iface.name, true);
    },
    interfaceDestroy({ iface, flags }) {
      checkFlags(flags, 0, 'interfaceDestroy');
      setActive(iface.name, false);
    },
    interfaceIsActive: ({ iface }) => ({ active: interfaces.find(iface.name).isActive ? 1 : 0 }),

    interfaceChangeBegin({ flags }) {
      checkFlags(flags, 0, 'interfaceChangeBegin');
      interfaces.begin();
    },
    interfaceChangeCommit({ flags }) {
      checkFlags(flags, 0, 'interfaceChangeCommit');
      interfaces.commit();
    },
    interfaceChangeRollback({ flags }) {
      checkFlags(flags, 0, 'interfaceChangeRollback');
      interfaces.rollback('inactive');
    },
  };
}
