import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainMetadataType } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { Definition } from '../domain/definition.js';
import { changeDefinitions, definitionFor, impactFlags } from '../domain/impact.js';
import { metadataIn, withMetadata, withTitle } from '../domain/metadata.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const { description, title, element } = DomainMetadataType;

/** Titles, descriptions and other programs' data. */
export function domainMetadataHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetMetadata({ dom, type, uri, flags }) {
      checkFlags(flags, impactFlags, 'domainGetMetadata');
      if (type === element && uri === null)
        throw new VirtError('INVALID_ARG', 'DOMAIN', 'the metadata needs a namespace URI');
      const metadata = read(definitionFor(host.domains.find(dom), flags), type, uri ?? '');
      if (metadata === undefined)
        throw new VirtError('NO_DOMAIN_METADATA', 'DOMAIN', 'Requested metadata element is not present');
      return { metadata };
    },

    domainSetMetadata({ dom, type, metadata, key, uri, flags }) {
      checkFlags(flags, impactFlags, 'domainSetMetadata');
      const domain = host.domains.find(dom);
      changeDefinitions(domain, flags, setter(type, metadata, key, uri));
      host.events.emit('domainMetadataChange', {
        dom: domain.reference,
        type,
        nsuri: uri,
      });
    },
  };
}

function read(definition: Definition, type: number, uri: string): string | undefined {
  switch (type) {
    case description:
      return definition.description;
    case title:
      return definition.title;
    case element:
      return metadataIn(definition, uri);
    default:
      checkType(type);
      return undefined;
  }
}

/** Types below those that there are hold nothing, and setting them changes nothing. */
function checkType(type: number): void {
  if (type > element) throw new VirtError('INVALID_ARG', 'DOMAIN', `unknown metadata type '${type}'`);
}

function setter(
  type: number,
  metadata: string | null,
  key: string | null,
  uri: string | null,
): (definition: Definition) => Definition {
  switch (type) {
    case description:
      return definition => withTitle(definition, 'description', metadata);
    case title:
      return definition => withTitle(definition, 'title', metadata);
    case element: {
      if (uri === null) throw new VirtError('INVALID_ARG', 'DOMAIN', 'the metadata needs a namespace URI');
      if (metadata === null) return definition => withMetadata(definition, uri, '', undefined);
      if (key === null)
        throw new VirtError('INVALID_ARG', 'DOMAIN', 'the metadata needs a key, the prefix of its namespace');
      return definition => withMetadata(definition, uri, key, metadata);
    }
    default:
      checkType(type);
      return definition => definition;
  }
}
