import type { XmlElement } from '@tsvirt/util/xml';

/** What to do with parts of a document that no description accounts for. */
export type UnknownParts =
  /** As libvirt: they vanish. */
  | 'drop'
  /** They vanish, and their paths are listed. */
  | 'report'
  /** They travel with the value (see `keptParts`) and are written again. */
  | 'keep'
  /** The document is refused, as with libvirt's VALIDATE flags. */
  | 'refuse';

/** How a document is read. */
export interface ReadOptions {
  readonly unknown?: UnknownParts;
  /** The document is a definition: what only a running object has (ids, aliases, found ports) is passed over. */
  readonly inactive?: boolean;
  /** Types of domains of a driver's own, beside those that libvirt knows. */
  readonly domainTypes?: readonly string[];
  /** Each record says which of its properties the document left out (see `originsOf`). */
  readonly trace?: boolean;
}

/** A part of a document that reading passes over. */
export interface IgnoredPart {
  /** `/domain/devices/disk[2]/@devise` */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The name known at this place that was likely meant. */
  readonly nearest: string | undefined;
  /** It is known, but the element has one before it, which alone counts. */
  readonly repeats?: true;
}

/** The state of reading one document. */
export interface Reading {
  readonly root: XmlElement;
  readonly unknown: Exclude<UnknownParts, 'refuse'>;
  readonly inactive: boolean;
  readonly domainTypes: readonly string[];
  /** Paths of unknown parts, filled when they are reported or refused. */
  readonly unknownPaths: string[];
  /** The same parts with their places. */
  readonly ignored: IgnoredPart[];
  readonly trace: boolean;
}

/** The state of reading one document. */
export function startReading(root: XmlElement, options: ReadOptions = {}): Reading {
  return {
    root,
    // A refused document is first read to its end, so that all of its unknown parts are known.
    unknown: options.unknown === 'refuse' ? 'report' : (options.unknown ?? 'drop'),
    inactive: options.inactive ?? false,
    domainTypes: options.domainTypes ?? [],
    unknownPaths: [],
    ignored: [],
    trace: options.trace ?? false,
  };
}
