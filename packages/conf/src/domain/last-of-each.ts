import type { XmlElement } from '@tsvirt/util/xml';
import { type ElementSchema, fault } from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';

/**
 * An element that libvirt goes through part by part: of several with one name the last counts, and a part that it has no
 * name for is refused. Readers that keep or list what is unknown do so with these as well.
 * @param whole what is said before the name of such a part
 */
export function lastOfEach<T>(schema: ElementSchema<T>, whole: string): ElementSchema<T> {
  return {
    ...schema,
    read(node, reading) {
      const known = schema.describe?.().claims.children;
      if (reading.unknown === 'drop' && known !== undefined) {
        for (const part of node.children) {
          if (part.kind !== 'element' || known.has(part.name)) continue;
          throw fault(part, reading, `${whole} '${part.name}'`, '', unsupported);
        }
      }
      return schema.read(withoutEarlier(node), reading);
    },
  };
}

/** The same element, if no two parts have one name. */
function withoutEarlier(node: XmlElement): XmlElement {
  const last = new Map<string, XmlElement>();
  let count = 0;
  for (const part of node.children) {
    if (part.kind !== 'element') continue;
    last.set(part.name, part);
    count++;
  }
  if (count === last.size) return node;
  const children = node.children.filter(part => part.kind !== 'element' || last.get(part.name) === part);
  return { ...node, children };
}
