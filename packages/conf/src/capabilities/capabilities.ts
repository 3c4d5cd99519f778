import { documentKind } from '../document.js';
import {
  child,
  type ElementSchema,
  element,
  type FormatFlags,
  many,
  type ReadOptions,
  type TypeOf,
} from '../kernel/index.js';
import { capabilitiesGuest } from './guest.js';
import { capabilitiesHost } from './host.js';

const capabilitiesShape = element('capabilities', { host: child(capabilitiesHost), guests: many(capabilitiesGuest) });
/** A host and what it can run, as virConnectGetCapabilities tells it. */
export interface Capabilities extends TypeOf<typeof capabilitiesShape> {}
export const capabilities: ElementSchema<Capabilities> = capabilitiesShape;

const document = documentKind(capabilities, { domain: 'NONE', name: '(capabilities)' });

/**
 * Reads what a host can run.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseCapabilities(xml: string | Uint8Array, options?: ReadOptions): Capabilities {
  return document.parse(xml, options);
}

/** Writes what a host can run. Like no other document, this one has blank lines between its parts. */
export function formatCapabilities(value: Capabilities, flags?: FormatFlags): string {
  // Nothing but the writer's own lines can look like these: text and attributes have no bare `<`.
  return document.format(value, flags).replace(/^(?:<capabilities>| {2}<\/(?:host|guest)>)$/gm, '$&\n');
}
