import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type DomainCheckpoint, domainCheckpoint } from './domain-checkpoint.js';

const document = documentKind(domainCheckpoint, { domain: 'DOMAIN_CHECKPOINT', name: '(domain_checkpoint)' });

/**
 * Reads a domain checkpoint document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseDomainCheckpoint(xml: string | Uint8Array, options?: ReadOptions): DomainCheckpoint {
  return document.parse(xml, options);
}

/** As `parseDomainCheckpoint`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseDomainCheckpointReporting(
  xml: string | Uint8Array,
  options?: ReadOptions,
): Parsed<DomainCheckpoint> {
  return document.parseReporting(xml, options);
}

/** Writes a domain checkpoint document in libvirt's order and layout. */
export function formatDomainCheckpoint(value: DomainCheckpoint, flags?: FormatFlags): string {
  return document.format(value, flags);
}
