import type { XmlElement } from '@tsvirt/util/xml';
import type { Domain } from '../domain.js';

/** The domain with the metadata that somebody owns. */
export function completeMetadata(domain: Domain): Domain {
  return domain.metadata === undefined ? domain : { ...domain, metadata: ownedMetadata(domain.metadata) };
}

/**
 * Metadata has one element for each namespace; one without a namespace, or with an earlier one's, is nobody's.
 */
export function ownedMetadata(metadata: XmlElement): XmlElement {
  const seen = new Set<string>();
  const children = metadata.children.filter(child => {
    if (child.kind !== 'element') return child.kind !== 'text';
    if (child.namespace === undefined || seen.has(child.namespace)) return false;
    seen.add(child.namespace);
    return true;
  });
  return { ...metadata, children };
}
