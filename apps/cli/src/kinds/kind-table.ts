import type { DocumentName } from '@tsvirt/conf';
import { devices } from './devices.js';
import { domains } from './domains.js';
import { bindings, filters } from './filters.js';
import { interfaces } from './interfaces.js';
import type { Kind } from './kind.js';
import { checkpoints, snapshots } from './moments.js';
import { networks } from './networks.js';
import { pools } from './pools.js';
import { secrets } from './secrets.js';
import { volumes } from './volumes.js';

/** Every kind of objects, in the order in which people look for them. */
export const kinds: readonly Kind[] = [
  domains,
  networks,
  pools,
  volumes,
  secrets,
  devices,
  interfaces,
  filters,
  bindings,
  snapshots,
  checkpoints,
];

/** Kinds whose documents can be applied. */
export const appliedKinds: readonly Kind[] = kinds.filter(({ apply }) => apply !== undefined);

/** The kind that a word names: `network`, `networks`; undefined when there is none. */
export function kindOf(word: string): Kind | undefined {
  return kinds.find(kind => kind.word === word || kind.plural === word);
}

/** The kind whose objects a document describes; undefined for documents of no object. */
export function kindOfDocument(document: DocumentName): Kind | undefined {
  return kinds.find(kind => kind.document === document);
}
