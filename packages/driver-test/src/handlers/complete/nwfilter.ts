import { formatNwfilter, formatNwfilterBinding } from '@tsvirt/conf/nwfilter';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { type NonnullNWFilter, NWFilterBindingCreateFlags, NWFilterDefineFlags } from '@tsvirt/core/protocol';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import { bindingReference } from '../../nwfilter/nwfilter-store.js';

/** Network filters, and their bindings to devices. Nothing is filtered. */
export function nwfilterHandlers({ nwfilters }: TestHost): DriverHandlers {
  const define = (xml: string, flags: number): { nwfilter: NonnullNWFilter } => {
    checkFlags(flags, NWFilterDefineFlags.validate, 'nWFilterDefineXMLFlags');
    return { nwfilter: nwfilters.define(xml, strictIf(flags, NWFilterDefineFlags.validate)).reference };
  };

  return {
    connectNumOfNWFilters: () => ({ num: nwfilters.size }),
    connectListNWFilters: () => ({ names: Array.from(nwfilters, ({ name }) => name) }),
    connectListAllNWFilters({ flags }) {
      checkFlags(flags, 0, 'connectListAllNWFilters');
      return { filters: Array.from(nwfilters, filter => filter.reference) };
    },
    nWFilterLookupByName: ({ name }) => ({ nwfilter: nwfilters.byName(name).reference }),
    nWFilterLookupByUUID: ({ uuid }) => ({ nwfilter: nwfilters.byUuid(uuid).reference }),
    nWFilterDefineXML: ({ xml }) => define(xml, 0),
    nWFilterDefineXMLFlags: ({ xml, flags }) => define(xml, flags),
    nWFilterUndefine: ({ nwfilter }) => nwfilters.remove(nwfilters.byUuid(nwfilter.uuid)),
    nWFilterGetXMLDesc({ nwfilter, flags }) {
      checkFlags(flags, 0, 'nWFilterGetXMLDesc');
      return { xml: formatNwfilter(nwfilters.byUuid(nwfilter.uuid).definition) };
    },

    connectListAllNWFilterBindings({ flags }) {
      checkFlags(flags, 0, 'connectListAllNWFilterBindings');
      return { bindings: Array.from(nwfilters.bindings, bindingReference) };
    },
    nWFilterBindingLookupByPortDev: ({ name }) => ({ nwfilter: bindingReference(nwfilters.binding(name)) }),
    nWFilterBindingCreateXML({ xml, flags }) {
      checkFlags(flags, NWFilterBindingCreateFlags.validate, 'nWFilterBindingCreateXML');
      return { nwfilter: bindingReference(nwfilters.bind(xml, strictIf(flags, NWFilterBindingCreateFlags.validate))) };
    },
    nWFilterBindingDelete: ({ nwfilter }) => nwfilters.unbind(nwfilters.binding(nwfilter.portdev)),
    nWFilterBindingGetXMLDesc({ nwfilter, flags }) {
      checkFlags(flags, 0, 'nWFilterBindingGetXMLDesc');
      return { xml: formatNwfilterBinding(nwfilters.binding(nwfilter.portdev).definition) };
    },
  };
}
