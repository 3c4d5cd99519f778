import { documentKind } from '../document.js';
import { type ElementSchema, element, many, type TypeOf } from '../kernel/index.js';
import { type PoolSource, poolSource } from './pool-source.js';

const origin = { domain: 'STORAGE', name: '(storage_source_specification)' } as const;

const sourcesShape = element('sources', { sources: many(poolSource) }, { empty: 'body' });
/** Sources of which storage pools could be made. */
export interface PoolSources extends TypeOf<typeof sourcesShape> {}
const poolSources: ElementSchema<PoolSources> = sourcesShape;

const specification = documentKind(poolSource, origin);
const list = documentKind(poolSources, origin);

/**
 * Reads the `<source>` that says where to look for storage pools.
 * @throws XML_DETAIL for text that is not well-formed; XML_ERROR and others for what is not such a document
 */
export function parsePoolSource(xml: string | Uint8Array): PoolSource {
  return specification.parse(xml);
}

/** Writes the list of sources that were found. */
export function formatPoolSources(sources: readonly PoolSource[]): string {
  return list.format({ sources });
}
