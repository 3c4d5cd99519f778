import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type NodeDevice, nodeDevice } from './node-device.js';

const document = documentKind(nodeDevice, { domain: 'NODEDEV', name: '(node_device_definition)' });

/**
 * Reads a node device document as it stands: nothing is filled in, nothing that spans elements is checked (see
 * `completeNodeDevice`).
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseNodeDevice(xml: string | Uint8Array, options?: ReadOptions): NodeDevice {
  return document.parse(xml, options);
}

/** As `parseNodeDevice`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseNodeDeviceReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<NodeDevice> {
  return document.parseReporting(xml, options);
}

/** Writes a node device document in libvirt's order and layout. */
export function formatNodeDevice(value: NodeDevice, flags?: FormatFlags): string {
  return document.format(value, flags);
}
