import { interfaceListMax } from '../limits.js';
import { nonnullInterface } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, int, uint, wireOnly } from '../xdr.js';

/** Network interfaces of the host and their configuration. */
export const interfaces = procedures({
  /** Number of active host interfaces. */
  connectNumOfInterfaces: {
    number: 126,
    since: '0.6.4',
    priority: 'high',
    acl: ['connect:search_interfaces'],
    aclFilter: ['interface:getattr'],
    ret: { num: int },
  },

  /** Names of active host interfaces. */
  connectListInterfaces: {
    number: 127,
    since: '0.6.4',
    priority: 'high',
    acl: ['connect:search_interfaces'],
    aclFilter: ['interface:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, interfaceListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: interfaceListMax },
  },

  /** Finds a host interface by name. */
  interfaceLookupByName: {
    number: 128,
    since: '0.6.4',
    priority: 'high',
    acl: ['interface:getattr'],
    args: { name: text },
    ret: { iface: nonnullInterface },
  },

  /** Finds a host interface by MAC address. Fails when several have it. */
  interfaceLookupByMACString: {
    number: 129,
    since: '0.6.4',
    priority: 'high',
    acl: ['interface:getattr'],
    args: { mac: text },
    ret: { iface: nonnullInterface },
  },

  /** XML of a host interface; as it is, or as configured when `flags` say so. */
  interfaceGetXMLDesc: {
    number: 130,
    since: '0.6.4',
    acl: ['interface:read'],
    args: { iface: nonnullInterface, flags: uint },
    ret: { xml: text },
  },

  /** Writes a host interface's configuration, or replaces it. The interface itself isn't touched. */
  interfaceDefineXML: {
    number: 131,
    since: '0.6.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['interface:write', 'interface:save'],
    args: { xml: text, flags: uint },
    ret: { iface: nonnullInterface },
  },

  /** Removes a host interface's configuration. */
  interfaceUndefine: {
    number: 132,
    since: '0.6.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['interface:delete'],
    args: { iface: nonnullInterface },
  },

  /** Brings up a configured host interface. */
  interfaceCreate: {
    number: 133,
    since: '0.6.4',
    readOnlyDenied: true,
    acl: ['interface:start'],
    args: { iface: nonnullInterface, flags: uint },
  },

  /** Takes down a host interface. */
  interfaceDestroy: {
    number: 134,
    since: '0.6.4',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['interface:stop'],
    args: { iface: nonnullInterface, flags: uint },
  },

  /** Number of host interfaces that are configured and down. */
  connectNumOfDefinedInterfaces: {
    number: 137,
    since: '0.7.0',
    priority: 'high',
    acl: ['connect:search_interfaces'],
    aclFilter: ['interface:getattr'],
    ret: { num: int },
  },

  /** Names of host interfaces that are configured and down. */
  connectListDefinedInterfaces: {
    number: 138,
    since: '0.7.0',
    priority: 'high',
    acl: ['connect:search_interfaces'],
    aclFilter: ['interface:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, interfaceListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: interfaceListMax },
  },

  /** Whether the interface is up: 1 or 0. */
  interfaceIsActive: {
    number: 156,
    since: '0.7.3',
    priority: 'high',
    acl: ['interface:read'],
    args: { iface: nonnullInterface },
    ret: { active: int },
  },

  /** Starts a change of host interfaces that can be taken back; a reboot takes it back too. */
  interfaceChangeBegin: {
    number: 220,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['connect:interface_transaction'],
    args: { flags: uint },
  },

  /** Makes the change of host interfaces permanent. */
  interfaceChangeCommit: {
    number: 221,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['connect:interface_transaction'],
    args: { flags: uint },
  },

  /** Takes back the change of host interfaces. */
  interfaceChangeRollback: {
    number: 222,
    since: '0.9.2',
    readOnlyDenied: true,
    acl: ['connect:interface_transaction'],
    args: { flags: uint },
  },

  /** Host interfaces; `flags` (`ConnectListAllInterfacesFlags`) narrow the list. */
  connectListAllInterfaces: {
    number: 284,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_interfaces'],
    aclFilter: ['interface:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { ifaces: array(nonnullInterface, interfaceListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'ifaces', ask: 'needResults', count: 'ret' },
  },
});
