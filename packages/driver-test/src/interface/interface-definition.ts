import { VirtError } from '@tsvirt/util';
import { attribute, type XmlElement } from '@tsvirt/util/xml';
import { childAttribute, readDocument } from '../host/document.js';
import { layOut } from '../host/layout.js';

/** A host interface's definition. */
export interface InterfaceDefinition {
  readonly name: string;
  /** Empty when the document names none. */
  readonly mac: string;
  readonly document: XmlElement;
}

/** Parts in the order in which they are shown. */
const order = ['start', 'mtu', 'protocol', 'vlan', 'bridge', 'bond', 'mac', 'link'];

/**
 * Reads an interface document.
 * @throws VirtError
 */
export function readInterface(xml: string): InterfaceDefinition {
  return interfaceOf(readDocument(xml, 'interface', 'INTERFACE', 'interface_definition'));
}

/** The interface that an element describes. */
export function interfaceOf(element: XmlElement): InterfaceDefinition {
  const type = attribute(element, 'type');
  if (type === undefined) throw new VirtError('XML_ERROR', 'INTERFACE', 'interface misses the type attribute');
  const name = attribute(element, 'name');
  if (name === undefined) throw new VirtError('XML_ERROR', 'INTERFACE', 'interface has no name');
  const rank = (node: XmlElement['children'][number]): number =>
    node.kind === 'element' ? order.indexOf(node.name) : -1;
  const children = element.children.filter(node => rank(node) >= 0).sort((a, b) => rank(a) - rank(b));
  return { name, mac: childAttribute(element, 'mac', 'address') ?? '', document: { ...element, children } };
}

/** The document as the API shows it. */
export function writeInterface({ document }: InterfaceDefinition): string {
  return layOut(document);
}
