import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type NwfilterBinding, nwfilterBinding } from './filter-binding.js';

const document = documentKind(nwfilterBinding, { domain: 'NWFILTER', name: '(nwfilterbinding_definition)' });

/**
 * Reads a filter binding document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseNwfilterBinding(xml: string | Uint8Array, options?: ReadOptions): NwfilterBinding {
  return document.parse(xml, options);
}

/** As `parseNwfilterBinding`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseNwfilterBindingReporting(
  xml: string | Uint8Array,
  options?: ReadOptions,
): Parsed<NwfilterBinding> {
  return document.parseReporting(xml, options);
}

/** Writes a filter binding document in libvirt's order and layout. */
export function formatNwfilterBinding(value: NwfilterBinding, flags?: FormatFlags): string {
  return document.format(value, flags);
}
