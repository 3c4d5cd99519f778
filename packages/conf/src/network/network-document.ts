import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type Network, networkSchema } from './network.js';

const document = documentKind(networkSchema, { domain: 'NETWORK', name: '(network_definition)' });

/**
 * Reads a network document as it stands: nothing is filled in (see `completeNetwork`), nothing that spans elements is
 * checked (see `validateNetwork`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not a network document
 */
export function parseNetwork(xml: string | Uint8Array, options?: ReadOptions): Network {
  return document.parse(xml, options);
}

/** As `parseNetwork`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseNetworkReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<Network> {
  return document.parseReporting(xml, options);
}

/** Writes a network document in libvirt's order and layout. */
export function formatNetwork(value: Network, flags?: FormatFlags): string {
  return document.format(value, flags);
}
