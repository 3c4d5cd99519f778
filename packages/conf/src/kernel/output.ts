import { XmlWriter } from '@tsvirt/util/xml';
import type { Kept } from './unknown.js';

/** What is written of a value. */
export interface FormatFlags {
  /** Passwords and keys are written. Only for callers who may see them, and for files only the owner can read. */
  readonly secure?: boolean;
  /** As a definition: what only a running object has is left out. */
  readonly inactive?: boolean;
  /** For an older daemon on the other side of a migration: what it could not read is left out. */
  readonly migratable?: boolean;
}

/** The state of writing one document. */
export interface Output {
  readonly xml: XmlWriter;
  readonly secure: boolean;
  readonly inactive: boolean;
  readonly migratable: boolean;
  /** Unknown parts kept for the element that is being written. */
  kept: Kept | undefined;
  /** Values of the objects that are being written, those of the innermost on top: what plans of writing look at. */
  readonly held: unknown[];
  /** Where the next one's begin. */
  top: number;
  /** The name that the next element gets instead of its own, for one that stands for another in a document. */
  nextName?: string | undefined;
}

/** An empty document to write elements to. */
export function startOutput(flags: FormatFlags = {}): Output {
  return {
    xml: new XmlWriter(),
    secure: flags.secure ?? false,
    inactive: flags.inactive ?? false,
    migratable: flags.migratable ?? false,
    kept: undefined,
    held: [],
    top: 0,
  };
}
