import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type DomainSnapshot, domainSnapshot, snapshotRequest } from './domain-snapshot.js';

const origin = { domain: 'DOMAIN_SNAPSHOT', name: '(domain_snapshot)' } as const;
const document = documentKind(domainSnapshot, origin);
const request = documentKind(snapshotRequest, origin);

/**
 * Reads a domain snapshot document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseDomainSnapshot(xml: string | Uint8Array, options?: ReadOptions): DomainSnapshot {
  return document.parse(xml, options);
}

/** As `parseDomainSnapshot`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseDomainSnapshotReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<DomainSnapshot> {
  return document.parseReporting(xml, options);
}

/** Writes a domain snapshot document in libvirt's order and layout. */
export function formatDomainSnapshot(value: DomainSnapshot, flags?: FormatFlags): string {
  return document.format(value, flags);
}

/**
 * Reads the document by which a snapshot is asked for: what only one has that exists, its state, time, parent and domain, is
 * passed over.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseSnapshotRequest(xml: string | Uint8Array, options?: ReadOptions): DomainSnapshot {
  return request.parse(xml, options);
}
