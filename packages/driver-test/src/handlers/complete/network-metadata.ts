import { metadataChange, metadataOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { NetworkMetadataType } from '@tsvirt/core/protocol';
import type { TestHost } from '../../host/test-host.js';
import { changeNetwork, networkDefinitionFor } from '../../network/network-impact.js';
import { findNetwork } from '../../network/network-lookup.js';

const errors = { domain: 'NETWORK', missing: 'NO_NETWORK_METADATA' } as const;

/** Titles, descriptions and other programs' data that networks carry. */
export function networkMetadataHandlers(host: TestHost): DriverHandlers {
  return {
    networkGetMetadata({ network, type, uri, flags }) {
      const definition = networkDefinitionFor(findNetwork(host, network), flags, 'networkGetMetadata');
      return { metadata: metadataOf(definition, { type, uri }, errors) };
    },

    networkSetMetadata({ network: reference, type, metadata, key, uri, flags }) {
      const network = findNetwork(host, reference);
      changeNetwork(network, flags, 'networkSetMetadata', metadataChange({ type, metadata, key, uri }, errors));
      const nsuri = type === NetworkMetadataType.element ? uri : null;
      host.events.emit('networkMetadataChange', { net: network.reference, type, nsuri });
    },
  };
}
