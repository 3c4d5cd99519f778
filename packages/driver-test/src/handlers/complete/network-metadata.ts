import type { DriverHandlers } from '@tsvirt/core/contract';
import { NetworkMetadataType } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { metadataIn, withMetadata, withTitle } from '../../domain/metadata.js';
import type { TestHost } from '../../host/test-host.js';
import type { NetworkDefinition } from '../../network/network-definition.js';
import { changeNetwork, networkDefinitionFor } from '../../network/network-impact.js';
import { findNetwork } from '../../network/network-lookup.js';

const { description, title, element } = NetworkMetadataType;

/** Titles, descriptions and other programs' data that networks carry. */
export function networkMetadataHandlers(host: TestHost): DriverHandlers {
  return {
    networkGetMetadata({ network, type, uri, flags }) {
      const definition = networkDefinitionFor(findNetwork(host, network), flags, 'networkGetMetadata');
      const metadata = read(definition, type, uri);
      if (metadata === undefined)
        throw new VirtError('NO_NETWORK_METADATA', 'NETWORK', 'Requested metadata element is not present');
      return { metadata };
    },

    networkSetMetadata({ network: reference, type, metadata, key, uri, flags }) {
      const network = findNetwork(host, reference);
      changeNetwork(network, flags, 'networkSetMetadata', setter(type, metadata, key, uri));
      const nsuri = type === element ? uri : null;
      host.events.emit('networkMetadataChange', { net: network.reference, type, nsuri });
    },
  };
}

function read(definition: NetworkDefinition, type: number, uri: string | null): string | undefined {
  switch (type) {
    case description:
      return definition.description;
    case title:
      return definition.title;
    case element:
      return metadataIn(definition, required(uri, 'a namespace URI'));
    default:
      throw new VirtError('INVALID_ARG', 'NETWORK', `unknown metadata type '${type}'`);
  }
}

function setter(
  type: number,
  metadata: string | null,
  key: string | null,
  uri: string | null,
): (definition: NetworkDefinition) => NetworkDefinition {
  switch (type) {
    case description:
      return definition => withTitle(definition, 'description', metadata);
    case title:
      return definition => withTitle(definition, 'title', metadata);
    case element: {
      const namespace = required(uri, 'a namespace URI');
      if (metadata === null) return definition => withMetadata(definition, namespace, '', undefined);
      const prefix = required(key, 'a key, the prefix of its namespace');
      return definition => withMetadata(definition, namespace, prefix, metadata);
    }
    default:
      throw new VirtError('INVALID_ARG', 'NETWORK', `unknown metadata type '${type}'`);
  }
}

function required(value: string | null, what: string): string {
  if (value === null) throw new VirtError('INVALID_ARG', 'NETWORK', `the metadata needs ${what}`);
  return value;
}
