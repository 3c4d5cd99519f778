import { VirtError } from '@tsvirt/util';
import { attribute, child, children, type XmlElement } from '@tsvirt/util/xml';
import { childText, readDocument } from '../host/document.js';
import { layOut, makeLeaf, withChild } from '../host/layout.js';

/** A device of the host. */
export interface NodeDevice {
  readonly name: string;
  readonly parent: string | undefined;
  /** Types of its own capabilities. */
  readonly capabilities: readonly string[];
  /** Those, and the types nested in them (`fc_host` in `scsi_host`), by which lists choose. */
  readonly searchable: readonly string[];
  readonly document: XmlElement;
}

/**
 * Reads a node device document.
 * @throws VirtError
 */
export function readNodeDevice(xml: string): XmlElement {
  return readDocument(xml, 'device', 'NODEDEV', 'node_device_definition');
}

/** The device that an element describes. */
export function nodeDeviceOf(element: XmlElement): NodeDevice {
  const name = childText(element, 'name');
  if (name === undefined) throw new VirtError('NO_NAME', 'NODEDEV');
  const capabilities = children(element, 'capability');
  const types = (elements: readonly XmlElement[]): string[] => elements.flatMap(cap => attribute(cap, 'type') ?? []);
  if (types(capabilities).length === 0)
    throw new VirtError('XML_ERROR', 'NODEDEV', `no device capabilities for '${name}'`);
  return {
    name,
    parent: childText(element, 'parent'),
    capabilities: types(capabilities),
    searchable: searchNames(types(capabilities), types(capabilities.flatMap(cap => children(cap, 'capability')))),
    document: element,
  };
}

function searchNames(own: readonly string[], nested: readonly string[]): string[] {
  // Lists call a host adapter that can make virtual ones `vports`.
  return [...own, ...nested.map(type => (type === 'vport_ops' ? 'vports' : type))];
}

/** The document as the API shows it. */
export function writeNodeDevice({ document }: NodeDevice): string {
  return layOut(document);
}

/**
 * The virtual host adapter that a document asks for: the template's document under another name, with the WWNs asked for.
 * @throws VirtError INTERNAL_ERROR when the document names no WWNs
 */
export function virtualAdapter(wanted: XmlElement, template: NodeDevice, name: string): NodeDevice {
  const [wwnn, wwpn] = (['wwnn', 'wwpn'] as const).map(key => {
    const found = fcHost(wanted);
    const value = found === undefined ? undefined : childText(found, key);
    if (value === undefined)
      throw new VirtError(
        'INTERNAL_ERROR',
        'NODEDEV',
        `no ${key.toUpperCase()} supplied for 'new device', and auto-generation failed`,
      );
    return value;
  });
  const replace = (element: XmlElement): XmlElement => ({
    ...element,
    children: element.children.map(node => {
      if (node.kind !== 'element') return node;
      if (node.name === 'wwnn') return makeLeaf('wwnn', wwnn ?? '');
      if (node.name === 'wwpn') return makeLeaf('wwpn', wwpn ?? '');
      return node.name === 'capability' ? replace(node) : node;
    }),
  });
  return nodeDeviceOf(withChild(replace(template.document), makeLeaf('name', name)));
}

function fcHost(element: XmlElement): XmlElement | undefined {
  const capability = child(element, 'capability');
  return capability === undefined ? undefined : child(capability, 'capability');
}
