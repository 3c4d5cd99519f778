import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type DomainBackup, domainBackup } from './domain-backup.js';

const document = documentKind(domainBackup, { domain: 'DOMAIN', name: '(domain_backup)' });

/**
 * Reads a domain backup document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseDomainBackup(xml: string | Uint8Array, options?: ReadOptions): DomainBackup {
  return document.parse(xml, options);
}

/** As `parseDomainBackup`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseDomainBackupReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<DomainBackup> {
  return document.parseReporting(xml, options);
}

/** Writes a domain backup document in libvirt's order and layout. */
export function formatDomainBackup(value: DomainBackup, flags?: FormatFlags): string {
  return document.format(value, flags);
}
