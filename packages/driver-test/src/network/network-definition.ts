import { type Uuid, VirtError } from '@tsvirt/util';
import { attribute, child, type XmlElement } from '@tsvirt/util/xml';
import { childAttribute, childText, documentUuid, readDocument } from '../host/document.js';
import { arranged, layOut, makeElement, makeLeaf, withChild } from '../host/layout.js';

/** Elements of a network in the order in which they are shown. */
const order = [
  'name',
  'uuid',
  'title',
  'description',
  'metadata',
  'forward',
  'bridge',
  'mtu',
  'mac',
  'domain',
  'dns',
  'vlan',
  'bandwidth',
  'port',
  'portgroup',
  'ip',
  'route',
  'virtualport',
] as const;

/** Kinds of forwarding whose bridge is the network's own. */
const ownBridge = ['', 'nat', 'route', 'open'];

/** A network's definition: what the driver asks of it, and the document that it shows. */
export interface NetworkDefinition {
  readonly uuid: Uuid;
  readonly name: string;
  readonly bridge: string | undefined;
  /** The first IPv4 address that guests get, with the length of its prefix. */
  readonly firstAddress: { readonly address: string; readonly prefix: number } | undefined;
  readonly document: XmlElement;
}

/**
 * Reads a network document and fills in what it may leave out.
 * @throws VirtError
 */
export function readNetwork(xml: string): NetworkDefinition {
  return networkOf(readDocument(xml, 'network', 'NETWORK', 'network_definition'));
}

/** The definition that an element describes. */
export function networkOf(element: XmlElement): NetworkDefinition {
  const name = childText(element, 'name');
  if (name === undefined) throw new VirtError('NO_NAME', 'NETWORK');
  if (name.includes('/')) throw new VirtError('XML_ERROR', 'NETWORK', `name ${name} cannot contain '/'`);
  const uuid = documentUuid(element, 'NETWORK');
  let document = withChild(element, makeLeaf('uuid', uuid));
  if (ownBridge.includes(forwardMode(element))) {
    const old = child(element, 'bridge');
    const attributes = Object.fromEntries(old?.attributes.map(({ name: key, value }) => [key, value]) ?? []);
    document = withChild(
      document,
      makeElement('bridge', { ...attributes, stp: attributes['stp'] ?? 'on', delay: attributes['delay'] ?? '0' }),
    );
  }
  return {
    uuid,
    name,
    bridge: childAttribute(element, 'bridge', 'name'),
    firstAddress: firstAddressOf(element),
    document: arranged(document, order),
  };
}

/** The document as the API shows it. */
export function writeNetwork({ document }: NetworkDefinition): string {
  return layOut(document);
}

function forwardMode(element: XmlElement): string {
  const forward = child(element, 'forward');
  return forward === undefined ? '' : (attribute(forward, 'mode') ?? 'nat');
}

function firstAddressOf(element: XmlElement): NetworkDefinition['firstAddress'] {
  const ip = child(element, 'ip');
  if (ip === undefined) return undefined;
  const dhcp = child(ip, 'dhcp');
  const range = dhcp === undefined ? undefined : child(dhcp, 'range');
  const address = (range === undefined ? undefined : attribute(range, 'start')) ?? attribute(ip, 'address');
  if (address === undefined) return undefined;
  return { address, prefix: prefixLength(attribute(ip, 'prefix'), attribute(ip, 'netmask')) };
}

function prefixLength(prefix: string | undefined, netmask: string | undefined): number {
  if (prefix !== undefined && /^\d{1,3}$/.test(prefix)) return Number(prefix);
  if (netmask === undefined) return 24;
  const bits = netmask
    .split('.')
    .map(part => Number(part).toString(2))
    .join('');
  return bits.replaceAll('0', '').length;
}
