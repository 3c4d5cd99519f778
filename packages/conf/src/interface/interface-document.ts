import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type HostInterface, hostInterface } from './interface.js';

const document = documentKind(hostInterface, { domain: 'INTERFACE', name: '(interface_definition)' });

/**
 * Reads a host interface document as it stands: nothing is filled in, nothing that spans elements is checked (see
 * `validateHostInterface`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseHostInterface(xml: string | Uint8Array, options?: ReadOptions): HostInterface {
  return document.parse(xml, options);
}

/** As `parseHostInterface`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseHostInterfaceReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<HostInterface> {
  return document.parseReporting(xml, options);
}

/** Writes a host interface document in libvirt's order and layout. */
export function formatHostInterface(value: HostInterface, flags?: FormatFlags): string {
  return document.format(value, flags);
}
