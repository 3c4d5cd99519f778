import { documentKind, type Parsed } from '../document.js';
import type { FormatFlags, ReadOptions } from '../kernel/index.js';
import { type Secret, secretDefinition } from './secret.js';

const document = documentKind(secretDefinition, { domain: 'SECRET', name: '(definition_of_secret)' });

/**
 * Reads a secret document as it stands: nothing is filled in.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parseSecret(xml: string | Uint8Array, options?: ReadOptions): Secret {
  return document.parse(xml, options);
}

/** As `parseSecret`; with `unknown: 'report'` the paths of unknown parts come along. */
export function parseSecretReporting(xml: string | Uint8Array, options?: ReadOptions): Parsed<Secret> {
  return document.parseReporting(xml, options);
}

/** Writes a secret document in libvirt's order and layout. */
export function formatSecret(value: Secret, flags?: FormatFlags): string {
  return document.format(value, flags);
}
