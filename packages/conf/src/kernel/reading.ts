import type { XmlElement } from '@tsvirt/util/xml';

/** What to do with parts of a document that no description accounts for. */
export type UnknownParts =
  /** As libvirt: they vanish. */
  | 'drop'
  /** They vanish, and their paths are listed. */
  | 'report'
  /** They travel with the value (see `keptParts`) and are written again. */
  | 'keep';

export interface ReadOptions {
  readonly unknown?: UnknownParts;
  /** The document is a definition: what only a running object has (ids, aliases, found ports) is passed over. */
  readonly inactive?: boolean;
}

/** The state of reading one document. */
export interface Reading {
  readonly root: XmlElement;
  readonly unknown: UnknownParts;
  readonly inactive: boolean;
  /** Paths of unknown parts, filled when `unknown` is 'report'. */
  readonly unknownPaths: string[];
}

export function startReading(root: XmlElement, options: ReadOptions = {}): Reading {
  return { root, unknown: options.unknown ?? 'drop', inactive: options.inactive ?? false, unknownPaths: [] };
}
