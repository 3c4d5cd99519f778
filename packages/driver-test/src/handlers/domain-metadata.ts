import { metadataChange, metadataOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import { changeDefinitions, definitionFor, impactFlags } from '../domain/impact.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const errors = { domain: 'DOMAIN', missing: 'NO_DOMAIN_METADATA' } as const;

/** Titles, descriptions and other programs' data. */
export function domainMetadataHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetMetadata({ dom, type, uri, flags }) {
      checkFlags(flags, impactFlags, 'domainGetMetadata');
      return { metadata: metadataOf(definitionFor(host.domains.find(dom), flags), { type, uri }, errors) };
    },

    domainSetMetadata({ dom, type, metadata, key, uri, flags }) {
      checkFlags(flags, impactFlags, 'domainSetMetadata');
      const domain = host.domains.find(dom);
      changeDefinitions(domain, flags, metadataChange({ type, metadata, key, uri }, errors));
      host.events.emit('domainMetadataChange', {
        dom: domain.reference,
        type,
        nsuri: uri,
      });
    },
  };
}
