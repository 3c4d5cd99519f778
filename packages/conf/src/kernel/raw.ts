import type { XmlElement } from '@tsvirt/util/xml';
import { claimFirst } from './claims.js';
import { field, type RequiredField } from './field.js';
import { childOf } from './node.js';

/** A child element kept as the tree it is: someone else's content, whatever its namespaces. */
export function raw(name: string): RequiredField<XmlElement> {
  return field<XmlElement>({
    claims: claimFirst(name, 'any'),
    form: { kind: 'tree' },
    missing: node => `Missing required element '${name}' in element '${node.name}'`,
    read: node => childOf(node, name),
    children: (value, out) => out.xml.element(value),
  });
}
