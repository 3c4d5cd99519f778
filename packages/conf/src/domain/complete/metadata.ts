import type { XmlElement } from '@tsvirt/util/xml';
import type { Domain } from '../domain.js';

/** The domain with the metadata that somebody owns. */
export function completeMetadata(domain: Domain): Domain {
  const { metadata, ...rest } = domain;
  const owned = metadata && ownedMetadata(metadata);
  return owned === undefined ? rest : { ...domain, metadata: owned };
}

/**
 * Metadata has one element for each namespace; one without a namespace, or with an earlier one's, is nobody's.
 * Undefined when nothing is left.
 */
export function ownedMetadata(metadata: XmlElement): XmlElement | undefined {
  const seen = new Set<string>();
  const children = metadata.children.filter(child => {
    if (child.kind !== 'element') return child.kind !== 'text' || child.text.trim() !== '';
    if (child.namespace === undefined || seen.has(child.namespace)) return false;
    seen.add(child.namespace);
    return true;
  });
  return children.length === 0 ? undefined : { ...metadata, children };
}
