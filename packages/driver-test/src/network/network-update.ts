import { NetworkUpdateCommand as Command, NetworkUpdateSection as Section } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { attribute, child, children, formatElement, readXml, type XmlElement } from '@tsvirt/util/xml';
import { readDocument } from '../host/document.js';
import { makeElement, withChild } from '../host/layout.js';
import { type NetworkDefinition, readNetwork, writeNetwork } from './network-definition.js';

/** One change of part of a network, its numbers as on the wire. */
export interface NetworkUpdate {
  readonly command: number;
  readonly section: number;
  /** Which `<ip>` element is meant; -1: the first that fits. */
  readonly parentIndex: number;
  readonly xml: string;
}

interface SectionRule {
  /** The element that the update's document holds. */
  readonly element: string;
  /** Where it lives: in the network, below `<dns>`, or below the `<dhcp>` of an `<ip>`. */
  readonly place: 'network' | 'dns' | 'dhcp';
  /** Attributes that tell entries apart. */
  readonly keys: readonly string[];
}

/** Sections that can be updated; the others of the API are refused, as libvirt refuses them. */
const rules: Partial<Record<number, SectionRule>> = {
  [Section.ipDhcpHost]: { element: 'host', place: 'dhcp', keys: ['mac', 'ip', 'name', 'id'] },
  [Section.ipDhcpRange]: { element: 'range', place: 'dhcp', keys: ['start', 'end'] },
  [Section.forwardInterface]: { element: 'interface', place: 'network', keys: ['dev'] },
  [Section.portgroup]: { element: 'portgroup', place: 'network', keys: ['name'] },
  [Section.dnsHost]: { element: 'host', place: 'dns', keys: ['ip'] },
  [Section.dnsTxt]: { element: 'txt', place: 'dns', keys: ['name'] },
  [Section.dnsSrv]: { element: 'srv', place: 'dns', keys: ['service', 'protocol', 'domain', 'target'] },
};

/**
 * The network with one part changed.
 * @throws VirtError OPERATION_UNSUPPORTED for a section that cannot change; OPERATION_INVALID when the entry to change is not
 * there, or the one to add is
 */
export function updateNetwork(definition: NetworkDefinition, update: NetworkUpdate): NetworkDefinition {
  const rule = rules[update.section];
  const sectionName = Object.entries(Section).find(([, number]) => number === update.section)?.[0];
  if (rule === undefined)
    throw new VirtError(
      'OPERATION_UNSUPPORTED',
      'NETWORK',
      `can't update section '${sectionName ?? update.section}' of network '${definition.name}'`,
    );
  const entry = readDocument(update.xml, rule.element, 'NETWORK', 'network_update_xml');
  const { name } = definition;
  const document = readXml(writeNetwork(definition));
  const change = (parent: XmlElement): XmlElement => changed(parent, entry, rule, update.command, name);
  switch (rule.place) {
    case 'network':
      return fromTree(change(document));
    case 'dns':
      return fromTree(withChild(document, change(child(document, 'dns') ?? makeElement('dns'))));
    case 'dhcp': {
      const ips = children(document, 'ip');
      const ip = update.parentIndex < 0 ? ips[0] : ips[update.parentIndex];
      if (ip === undefined)
        throw new VirtError('OPERATION_INVALID', 'NETWORK', `no <ip> element for the entry in network '${name}'`);
      const next = withChild(ip, change(child(ip, 'dhcp') ?? makeElement('dhcp')));
      return fromTree({ ...document, children: document.children.map(node => (node === ip ? next : node)) });
    }
    default:
      return rule.place satisfies never;
  }
}

function changed(
  parent: XmlElement,
  entry: XmlElement,
  rule: SectionRule,
  command: number,
  network: string,
): XmlElement {
  const same = (other: XmlElement): boolean =>
    rule.keys.some(key => attribute(entry, key) !== undefined && attribute(entry, key) === attribute(other, key));
  const old = children(parent, rule.element).find(same);
  const others = parent.children.filter(node => node !== old);
  switch (command) {
    case Command.addFirst:
    case Command.addLast:
      if (old !== undefined)
        throw new VirtError(
          'OPERATION_INVALID',
          'NETWORK',
          `network '${network}' has a matching <${rule.element}> already`,
        );
      return { ...parent, children: command === Command.addFirst ? [entry, ...others] : [...others, entry] };
    case Command.modify:
    case Command.delete:
      if (old === undefined)
        throw new VirtError('OPERATION_INVALID', 'NETWORK', `network '${network}' has no matching <${rule.element}>`);
      if (command === Command.delete) return { ...parent, children: others };
      return { ...parent, children: parent.children.map(node => (node === old ? entry : node)) };
    default:
      throw new VirtError('NO_SUPPORT', 'NETWORK', `unknown update command ${command}`);
  }
}

function fromTree(document: XmlElement): NetworkDefinition {
  return readNetwork(formatElement(document));
}
