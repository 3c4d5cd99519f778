import { textOf, type XmlElement } from '@tsvirt/util/xml';

/** Value of an attribute without namespace. */
export function attributeOf(node: XmlElement, name: string): string | undefined {
  for (const attribute of node.attributes) {
    if (attribute.name === name) return attribute.value;
  }
  return undefined;
}

/** First child element of that name; `namespace` undefined means an element in no namespace, as in all of libvirt's own. */
export function childOf(node: XmlElement, local: string, namespace?: string): XmlElement | undefined {
  for (const child of node.children) {
    if (child.kind === 'element' && child.local === local && child.namespace === namespace) return child;
  }
  return undefined;
}

/**
 * Everything in all children of that name, as one element: what libvirt looks for along a path through them. Of an
 * attribute that several have, the first counts.
 */
export function unitedChild(node: XmlElement, name: string): XmlElement | undefined {
  let united: XmlElement | undefined;
  for (const child of node.children) {
    if (child.kind !== 'element' || child.local !== name || child.namespace !== undefined) continue;
    if (united === undefined) united = child;
    else {
      const { attributes } = united;
      const added = child.attributes.filter(({ name: given }) => !attributes.some(one => one.name === given));
      united = {
        ...united,
        attributes: [...attributes, ...added],
        children: [...united.children, ...child.children],
      };
    }
  }
  return united;
}

/** All text in the element, that of elements inside of it too: what libvirt takes for an element's value. */
export function textIn(node: XmlElement): string {
  return textOf(node);
}

/** An element without content, standing in for one that the document leaves out. */
export function emptyNode(name: string, holder: { readonly line: number; readonly column: number }): XmlElement {
  return {
    kind: 'element',
    name,
    prefix: undefined,
    local: name,
    namespace: undefined,
    attributes: [],
    children: [],
    line: holder.line,
    column: holder.column,
  };
}
