import { nwfilterBindingListMax, nwfilterListMax } from '../limits.js';
import { nonnullNWFilter, nonnullNWFilterBinding } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, int, uint, uuid, wireOnly } from '../xdr.js';

/** Network filters and their bindings to guest NICs. */
export const nwfilter = procedures({
  /** Finds a network filter by name. */
  nWFilterLookupByName: {
    number: 175,
    since: '0.8.0',
    priority: 'high',
    acl: ['nwfilter:getattr'],
    args: { name: text },
    ret: { nwfilter: nonnullNWFilter },
  },

  /** Finds a network filter by UUID. */
  nWFilterLookupByUUID: {
    number: 176,
    since: '0.8.0',
    priority: 'high',
    acl: ['nwfilter:getattr'],
    args: { uuid: uuid },
    ret: { nwfilter: nonnullNWFilter },
  },

  /** XML of a network filter. */
  nWFilterGetXMLDesc: {
    number: 177,
    since: '0.8.0',
    priority: 'high',
    acl: ['nwfilter:read'],
    args: { nwfilter: nonnullNWFilter, flags: uint },
    ret: { xml: text },
  },

  /** Number of network filters. */
  connectNumOfNWFilters: {
    number: 178,
    since: '0.8.0',
    priority: 'high',
    acl: ['connect:search_nwfilters'],
    aclFilter: ['nwfilter:getattr'],
    ret: { num: int },
  },

  /** Names of all network filters. */
  connectListNWFilters: {
    number: 179,
    since: '0.8.0',
    priority: 'high',
    acl: ['connect:search_nwfilters'],
    aclFilter: ['nwfilter:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, nwfilterListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: nwfilterListMax },
  },

  /** Stores a network filter, or replaces it; running guests that use it get the new rules. */
  nWFilterDefineXML: {
    number: 180,
    since: '0.8.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['nwfilter:write', 'nwfilter:save'],
    args: { xml: text },
    ret: { nwfilter: nonnullNWFilter },
  },

  /** Removes a network filter. Fails while something uses it. */
  nWFilterUndefine: {
    number: 181,
    since: '0.8.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['nwfilter:delete'],
    args: { nwfilter: nonnullNWFilter },
  },

  /** All network filters. */
  connectListAllNWFilters: {
    number: 286,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_nwfilters'],
    aclFilter: ['nwfilter:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { filters: array(nonnullNWFilter, nwfilterListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'filters', ask: 'needResults', count: 'ret' },
  },

  /** Finds a filter binding by its host device (`vnet0`). */
  nWFilterBindingLookupByPortDev: {
    number: 397,
    since: '4.5.0',
    priority: 'high',
    acl: ['nwfilter_binding:getattr'],
    args: { name: text },
    ret: { nwfilter: nonnullNWFilterBinding },
  },

  /** XML of a filter binding. */
  nWFilterBindingGetXMLDesc: {
    number: 398,
    since: '4.5.0',
    priority: 'high',
    acl: ['nwfilter_binding:read'],
    args: { nwfilter: nonnullNWFilterBinding, flags: uint },
    ret: { xml: text },
  },

  /** Puts a filter to work on a host device, out of the binding's XML. */
  nWFilterBindingCreateXML: {
    number: 399,
    since: '4.5.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['nwfilter_binding:create'],
    args: { xml: text, flags: uint },
    ret: { nwfilter: nonnullNWFilterBinding },
  },

  /** Takes a filter off its host device. */
  nWFilterBindingDelete: {
    number: 400,
    since: '4.5.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['nwfilter_binding:delete'],
    args: { nwfilter: nonnullNWFilterBinding },
  },

  /** All filter bindings. */
  connectListAllNWFilterBindings: {
    number: 401,
    since: '4.5.0',
    priority: 'high',
    acl: ['connect:search_nwfilter_bindings'],
    aclFilter: ['nwfilter_binding:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { bindings: array(nonnullNWFilterBinding, nwfilterBindingListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'bindings', ask: 'needResults', count: 'ret' },
  },

  /** Stores a network filter, or replaces it; `flags` may ask for a check against the schema. */
  nWFilterDefineXMLFlags: {
    number: 431,
    since: '7.7.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['nwfilter:write', 'nwfilter:save'],
    args: { xml: text, flags: uint },
    ret: { nwfilter: nonnullNWFilter },
  },
});
