import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type Nwfilter, nwfilter } from './filter.js';

const document = documentKind(nwfilter, { domain: 'NWFILTER', name: '(nwfilter_definition)' });

/**
 * Reads a network filter document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseNwfilter(xml: string | Uint8Array, options?: ReadOptions): Nwfilter {
  return document.parse(xml, options);
}

/** As `parseNwfilter`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseNwfilterReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<Nwfilter> {
  return document.parseReporting(xml, options);
}

/** Writes a network filter document in libvirt's order and layout. */
export function formatNwfilter(value: Nwfilter, flags?: FormatFlags): string {
  return document.format(value, flags);
}
