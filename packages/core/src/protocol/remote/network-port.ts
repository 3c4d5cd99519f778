import { networkPortListMax, networkPortParametersMax } from '../limits.js';
import { nonnullNetwork, nonnullNetworkPort } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { typedParam } from '../typed-param.js';
import { array, int, uint, uuid, wireOnly } from '../xdr.js';

/** Ports of virtual networks: one for each guest NIC that is connected. */
export const networkPort = procedures({
  /** Ports of a network. */
  networkListAllPorts: {
    number: 404,
    since: '5.5.0',
    priority: 'high',
    acl: ['network:search_ports'],
    aclFilter: ['network_port:getattr'],
    args: { network: nonnullNetwork, needResults: wireOnly(int), flags: uint },
    ret: { ports: array(nonnullNetworkPort, networkPortListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'ports', ask: 'needResults', count: 'ret' },
  },

  /** Finds a port of a network by UUID. */
  networkPortLookupByUUID: {
    number: 405,
    since: '5.5.0',
    priority: 'high',
    acl: ['network_port:getattr'],
    args: { network: nonnullNetwork, uuid: uuid },
    ret: { port: nonnullNetworkPort },
  },

  /** Makes a port of a network out of its XML, and connects it. */
  networkPortCreateXML: {
    number: 406,
    since: '5.5.0',
    readOnlyDenied: true,
    acl: ['network_port:create'],
    args: { network: nonnullNetwork, xml: text, flags: uint },
    ret: { port: nonnullNetworkPort },
  },

  /** A port's bandwidth in KiB/s; names in `NetworkPortBandwidthParam`. */
  networkPortGetParameters: {
    number: 407,
    since: '5.5.0',
    acl: ['network_port:read'],
    args: { port: nonnullNetworkPort, nparams: wireOnly(int), flags: uint },
    ret: { params: array(typedParam, networkPortParametersMax), nparams: wireOnly(int) },
    counted: {
      rule: 'params',
      list: 'params',
      ask: 'nparams',
      count: 'nparams',
      max: networkPortParametersMax,
      uncut: true,
    },
  },

  /** Changes a port's bandwidth in KiB/s; names in `NetworkPortBandwidthParam`. */
  networkPortSetParameters: {
    number: 408,
    since: '5.5.0',
    readOnlyDenied: true,
    acl: ['network_port:write'],
    args: { port: nonnullNetworkPort, params: array(typedParam, networkPortParametersMax), flags: uint },
  },

  /** XML of a network port. */
  networkPortGetXMLDesc: {
    number: 409,
    since: '5.5.0',
    acl: ['network_port:read'],
    args: { port: nonnullNetworkPort, flags: uint },
    ret: { xml: text },
  },

  /** Disconnects and removes a port. */
  networkPortDelete: {
    number: 410,
    since: '5.5.0',
    readOnlyDenied: true,
    acl: ['network_port:delete'],
    args: { port: nonnullNetworkPort, flags: uint },
  },
});
