import { definitionOf, metadataChange, metadataOf } from '@tsvirt/conf/store';
import type { DriverHandlers } from '@tsvirt/core/contract';
import type { Guest } from '../definition.js';
import { changeDomain } from '../domain/definition-change.js';
import { noteStatus } from '../domain/moves.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

const errors = { domain: 'DOMAIN', missing: 'NO_DOMAIN_METADATA' } as const;

/** Titles, descriptions, and other programs' data. */
export function domainMetadataHandlers(host: QemuHost): DriverHandlers {
  return {
    domainGetMetadata({ dom, type, uri, flags }) {
      checkFlags(flags, 3, 'virDomainGetMetadata');
      const definition = definitionOf(flags, host.domains.find(dom), 'domain', 'QEMU');
      return { metadata: metadataOf(definition, { type, uri }, errors) };
    },
    async domainSetMetadata({ dom, type, metadata, key, uri, flags }, call) {
      checkFlags(flags, 3, 'virDomainSetMetadata');
      const changed = metadataChange<Guest>({ type, metadata, key, uri }, errors);
      const domain = await changeDomain(host, dom, flags, call, {
        config: changed,
        async live(running) {
          running.live.definition = changed(running.live.definition);
          await noteStatus(host, running);
        },
      });
      host.emit('domainMetadataChange', { dom: domain.reference, type, nsuri: uri });
    },
  };
}
