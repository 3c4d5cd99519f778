import type { DriverHandlers } from '@tsvirt/core/contract';
import { NetworkPortCreateFlags, type NonnullNetworkPort } from '@tsvirt/core/protocol';
import { checkFlags } from '../../host/flags.js';
import { strictIf } from '../../host/strict-reading.js';
import type { TestHost } from '../../host/test-host.js';
import { findActiveNetwork } from '../../network/network-lookup.js';
import { type NetworkPorts, type TestPort, writePort } from '../../network/network-ports.js';
import { bandwidthParams, changedBandwidth } from '../../network/port-bandwidth.js';

const { reclaim, validate } = NetworkPortCreateFlags;

/** Ports of active networks. They are gone when their network stops. */
export function networkPortHandlers(host: TestHost): DriverHandlers {
  const find = ({ net, uuid }: NonnullNetworkPort): { readonly ports: NetworkPorts; readonly port: TestPort } => {
    const { ports } = findActiveNetwork(host, net);
    return { ports, port: ports.find(uuid) };
  };

  return {
    networkListAllPorts({ network, flags }) {
      checkFlags(flags, 0, 'networkListAllPorts');
      const { ports } = findActiveNetwork(host, network);
      return { ports: Array.from(ports, port => ports.referenceTo(port)) };
    },
    networkPortLookupByUUID({ network, uuid }) {
      const { ports } = findActiveNetwork(host, network);
      return { port: ports.referenceTo(ports.find(uuid)) };
    },
    networkPortCreateXML({ network, xml, flags }) {
      checkFlags(flags, reclaim | validate, 'networkPortCreateXML');
      const { ports } = findActiveNetwork(host, network);
      return { port: ports.referenceTo(ports.create(xml, (flags & reclaim) !== 0, strictIf(flags, validate))) };
    },
    networkPortDelete({ port: reference, flags }) {
      checkFlags(flags, 0, 'networkPortDelete');
      const { ports, port } = find(reference);
      ports.remove(port);
    },
    networkPortGetXMLDesc({ port, flags }) {
      checkFlags(flags, 0, 'networkPortGetXMLDesc');
      return { xml: writePort(find(port).port) };
    },
    networkPortGetParameters({ port, flags }) {
      checkFlags(flags, 0, 'networkPortGetParameters');
      return { params: bandwidthParams(find(port).port.definition.bandwidth) };
    },
    networkPortSetParameters({ port: reference, params, flags }) {
      checkFlags(flags, 0, 'networkPortSetParameters');
      const { ports, port } = find(reference);
      ports.setBandwidth(port, changedBandwidth(port.definition.bandwidth, params));
    },
  };
}
