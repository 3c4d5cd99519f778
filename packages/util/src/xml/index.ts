/**
 * A strict reader and a writer for XML in libvirt's layout.
 * @module @tsvirt/util/xml
 */
export { XmlFault, type XmlOrigin } from './fault.js';
export { attribute, child, children, pathOf, textOf } from './navigation.js';
export {
  XML_NAMESPACE,
  XMLNS_NAMESPACE,
  type XmlAttribute,
  type XmlComment,
  type XmlElement,
  type XmlInstruction,
  type XmlNode,
  type XmlPosition,
  type XmlText,
} from './node.js';
export { readXml, type XmlReadOptions } from './reader.js';
export { formatElement } from './subtree.js';
export { attributeStart, type ReadyAttribute, readyAttribute, ReadyName } from './ready-parts.js';
export { XmlWriter, type XmlWriterOptions } from './writer.js';
