import { parseDomain } from '@tsvirt/conf/domain';
import { asGuest, type Guest } from '../definition.js';

/** A definition as it lies on disk: whose it is, and the rest when somebody asks. */
export interface StoredDefinition {
  readonly name: string;
  /** Canonical text form. */
  readonly uuid: string;
  /** Reads the whole; only the first time costs. @throws XML_ERROR and others for a document that is broken further down */
  readonly read: () => Guest;
}

/** How our own files begin, and libvirt's: a comment, then name and uuid before all else. */
const head =
  /^(?:<\?xml[^>]{0,200}\?>)?\s*(?:<!--(?:[^-]|-(?!->)){0,2000}-->)?\s*<domain\b[^<>]{0,1000}>\s*<name>([^<>&]{1,1000})<\/name>\s*<uuid>([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})<\/uuid>/;

/**
 * Finds out whose a definition is, and leaves the rest of it for later. A file that somebody laid out in his own way is
 * read at once.
 * @throws XML_ERROR and others for what is no definition
 */
export function storedDefinition(text: string): StoredDefinition {
  let guest: Guest | undefined;
  const read = () => (guest ??= asGuest(parseDomain(text, { inactive: true })));
  const [, name, uuid] = head.exec(text) ?? [];
  if (name !== undefined && uuid !== undefined && text.trimEnd().endsWith('</domain>')) return { name, uuid, read };
  const whole = read();
  return { name: whole.name, uuid: whole.uuid, read };
}
