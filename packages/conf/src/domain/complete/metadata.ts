import type { XmlElement } from '@tsvirt/util/xml';
import type { Domain } from '../domain.js';

/** Metadata has one element for each namespace; one without a namespace, or with an earlier one's, is nobody's. */
export function completeMetadata(domain: Domain): Domain {
  const { metadata, ...rest } = domain;
  if (metadata === undefined) return domain;
  const seen = new Set<string>();
  const children = metadata.children.filter(child => {
    if (child.kind !== 'element') return child.kind !== 'text' || child.text.trim() !== '';
    if (child.namespace === undefined || seen.has(child.namespace)) return false;
    seen.add(child.namespace);
    return true;
  });
  const kept: XmlElement = { ...metadata, children };
  return children.length === 0 ? rest : { ...domain, metadata: kept };
}
