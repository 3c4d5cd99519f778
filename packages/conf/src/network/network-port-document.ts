import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type NetworkPort, networkPort } from './network-port.js';

const document = documentKind(networkPort, { domain: 'NETWORK', name: '(networkport_definition)' });

/**
 * Reads a network port document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseNetworkPort(xml: string | Uint8Array, options?: ReadOptions): NetworkPort {
  return document.parse(xml, options);
}

/** As `parseNetworkPort`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseNetworkPortReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<NetworkPort> {
  return document.parseReporting(xml, options);
}

/** Writes a network port document in libvirt's order and layout. */
export function formatNetworkPort(value: NetworkPort, flags?: FormatFlags): string {
  return document.format(value, flags);
}
