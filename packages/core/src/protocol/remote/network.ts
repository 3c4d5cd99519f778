import { NetworkUpdateFlags } from '../enums/index.js';
import { networkDHCPLease } from '../host-shapes.js';
import { networkDhcpLeasesMax, networkListMax } from '../limits.js';
import { nonnullNetwork } from '../objects.js';
import { procedures } from '../procedure.js';
import { optText, text } from '../text.js';
import { array, int, uint, uuid, wireOnly } from '../xdr.js';

/** Virtual networks. */
export const network = procedures({
  /** Names of networks that are defined and not active. */
  connectListDefinedNetworks: {
    number: 36,
    since: '0.2.0',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, networkListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: networkListMax },
  },

  /** Names of active networks. */
  connectListNetworks: {
    number: 38,
    since: '0.2.0',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, networkListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: networkListMax },
  },

  /** Starts a defined network. */
  networkCreate: {
    number: 39,
    since: '0.2.0',
    readOnlyDenied: true,
    acl: ['network:start'],
    args: { net: nonnullNetwork },
  },

  /** Starts a network out of its XML; unless defined already it is transient. */
  networkCreateXML: {
    number: 40,
    since: '0.2.0',
    readOnlyDenied: true,
    acl: ['network:write', 'network:start'],
    args: { xml: text },
    ret: { net: nonnullNetwork },
  },

  /** Stores a network's XML, or replaces what is stored. */
  networkDefineXML: {
    number: 41,
    since: '0.2.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:write', 'network:save'],
    args: { xml: text },
    ret: { net: nonnullNetwork },
  },

  /** Stops a network: bridge, DHCP and DNS servers, firewall rules. */
  networkDestroy: {
    number: 42,
    since: '0.2.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:stop'],
    args: { net: nonnullNetwork },
  },

  /** XML of a network; the live one while it is active, unless `flags` ask for the stored one. */
  networkGetXMLDesc: {
    number: 43,
    since: '0.2.0',
    priority: 'high',
    acl: ['network:read'],
    args: { net: nonnullNetwork, flags: uint },
    ret: { xml: text },
  },

  /** Whether the network starts with the host: 1 or 0. */
  networkGetAutostart: {
    number: 44,
    since: '0.2.1',
    priority: 'high',
    acl: ['network:read'],
    args: { net: nonnullNetwork },
    ret: { autostart: int },
  },

  /** Host name of the network's bridge (`virbr0`). Fails for networks without one. */
  networkGetBridgeName: {
    number: 45,
    since: '0.2.0',
    priority: 'high',
    acl: ['network:read'],
    args: { net: nonnullNetwork },
    ret: { name: text },
  },

  /** Finds a network by name. */
  networkLookupByName: {
    number: 46,
    since: '0.2.0',
    priority: 'high',
    acl: ['network:getattr'],
    args: { name: text },
    ret: { net: nonnullNetwork },
  },

  /** Finds a network by UUID. */
  networkLookupByUUID: {
    number: 47,
    since: '0.2.0',
    priority: 'high',
    acl: ['network:getattr'],
    args: { uuid: uuid },
    ret: { net: nonnullNetwork },
  },

  /** Whether the network starts with the host: 1 or 0. It must be persistent. */
  networkSetAutostart: {
    number: 48,
    since: '0.2.1',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:write'],
    args: { net: nonnullNetwork, autostart: int },
  },

  /** Removes the stored definition. An active network goes on and becomes transient. */
  networkUndefine: {
    number: 49,
    since: '0.2.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:delete'],
    args: { net: nonnullNetwork },
  },

  /** Number of networks that are defined and not active. */
  connectNumOfDefinedNetworks: {
    number: 50,
    since: '0.2.0',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    ret: { num: int },
  },

  /** Number of active networks. */
  connectNumOfNetworks: {
    number: 52,
    since: '0.2.0',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    ret: { num: int },
  },

  /** Whether the network runs: 1 or 0. */
  networkIsActive: {
    number: 152,
    since: '0.7.3',
    priority: 'high',
    acl: ['network:read'],
    args: { net: nonnullNetwork },
    ret: { active: int },
  },

  /** Whether the network is defined, hence survives its stop: 1 or 0. */
  networkIsPersistent: {
    number: 153,
    since: '0.7.3',
    priority: 'high',
    acl: ['network:read'],
    args: { net: nonnullNetwork },
    ret: { persistent: int },
  },

  /** Networks of all states; `flags` (`ConnectListAllNetworksFlags`) narrow the list. */
  connectListAllNetworks: {
    number: 283,
    since: '0.10.2',
    priority: 'high',
    acl: ['connect:search_networks'],
    aclFilter: ['network:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { nets: array(nonnullNetwork, networkListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'nets', ask: 'needResults', count: 'ret' },
  },

  /**
   * Changes one part of a network (`NetworkUpdateSection`) by a `NetworkUpdateCommand`: live, stored or both.
   * `parentIndex` -1 leaves the choice of parent open.
   */
  networkUpdate: {
    number: 291,
    since: '0.10.2',
    priority: 'high',
    readOnlyDenied: true,
    acl: [
      'network:write',
      { permission: 'network:save', withoutFlags: NetworkUpdateFlags.config | NetworkUpdateFlags.live },
      { permission: 'network:save', withFlags: NetworkUpdateFlags.config },
    ],
    args: { net: nonnullNetwork, command: uint, section: uint, parentIndex: int, xml: text, flags: uint },
  },

  /** Leases of a network's DHCP server, of one MAC address only unless it is null. */
  networkGetDHCPLeases: {
    number: 341,
    since: '1.2.6',
    acl: ['network:read'],
    args: { net: nonnullNetwork, mac: optText, needResults: wireOnly(int), flags: uint },
    ret: { leases: array(networkDHCPLease, networkDhcpLeasesMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'leases', ask: 'needResults', count: 'ret' },
  },

  /** Stores a network's XML, or replaces what is stored; `flags` may ask for a check against the schema. */
  networkDefineXMLFlags: {
    number: 432,
    since: '7.7.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:write', 'network:save'],
    args: { xml: text, flags: uint },
    ret: { net: nonnullNetwork },
  },

  /** Starts a network out of its XML; `flags` may ask for a check against the schema. */
  networkCreateXMLFlags: {
    number: 437,
    since: '7.8.0',
    priority: 'high',
    readOnlyDenied: true,
    acl: ['network:write', 'network:start'],
    args: { xml: text, flags: uint },
    ret: { net: nonnullNetwork },
  },

  /**
   * Sets title, description or an element of one's own (`NetworkMetadataType`); null removes it. `key` is the prefix,
   * `uri` the namespace of that element.
   */
  networkSetMetadata: {
    number: 444,
    since: '9.7.0',
    readOnlyDenied: true,
    acl: [
      'network:write',
      { permission: 'network:save', withoutFlags: NetworkUpdateFlags.config | NetworkUpdateFlags.live },
      { permission: 'network:save', withFlags: NetworkUpdateFlags.config },
    ],
    args: { network: nonnullNetwork, type: int, metadata: optText, key: optText, uri: optText, flags: uint },
  },

  /** Title, description, or the element of the namespace `uri`. */
  networkGetMetadata: {
    number: 445,
    since: '9.7.0',
    acl: ['network:read'],
    args: { network: nonnullNetwork, type: int, uri: optText, flags: uint },
    ret: { metadata: text },
  },
});
