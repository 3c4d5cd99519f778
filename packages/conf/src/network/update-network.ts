import type { ErrorCode, VirtError } from '@tsvirt/util';
import { readXml } from '@tsvirt/util/xml';
import { type ElementSchema, startReading } from '../kernel/index.js';
import { completeNetwork } from './complete-network.js';
import { forwardInterface } from './forward.js';
import type { Network } from './network.js';
import { networkFault } from './network-fault.js';
import { portgroup } from './portgroup.js';
import { updateDhcpHost, updateDhcpRange } from './update-dhcp.js';
import { updateDnsHost, updateDnsSrv, updateDnsTxt } from './update-dns.js';
import { added, type Update } from './update-list.js';
import { validateNetwork } from './validate-network.js';

/** Parts of a network that an update names (`virNetworkUpdateSection`), in the order of their numbers. */
export const updateSections = [
  'none',
  'bridge',
  'domain',
  'ip',
  'ip-dhcp-host',
  'ip-dhcp-range',
  'forward',
  'forward-interface',
  'forward-pf',
  'portgroup',
  'dns-host',
  'dns-txt',
  'dns-srv',
] as const;
/** A part of a network that an update names. */
export type UpdateSection = (typeof updateSections)[number];

/** What an update does (`virNetworkUpdateCommand`), in the order of their numbers. */
export const updateCommands = ['none', 'modify', 'delete', 'add-last', 'add-first'] as const;

const handlers: { readonly [S in UpdateSection]?: (update: Update) => Network } = {
  'ip-dhcp-host': updateDhcpHost,
  'ip-dhcp-range': updateDhcpRange,
  'forward-interface': updateForwardInterface,
  portgroup: updatePortgroup,
  'dns-host': updateDnsHost,
  'dns-txt': updateDnsTxt,
  'dns-srv': updateDnsSrv,
};

/** Elements of entries, where they are not called as their section. */
const entryNames: { readonly [S in UpdateSection]?: string } = {
  'ip-dhcp-host': 'host',
  'ip-dhcp-range': 'range',
  'forward-interface': 'interface',
  'dns-host': 'host',
  'dns-txt': 'txt',
  'dns-srv': 'srv',
};
const origin = { domain: 'NETWORK', name: 'network_update_xml' } as const;

/** Sections whose entries are never changed in place: that is said before the entry is looked at. */
const records: { readonly [S in UpdateSection]?: string } = {
  'dns-host': 'DNS HOST',
  'dns-txt': 'DNS TXT',
  'dns-srv': 'DNS SRV',
};

/**
 * The network with one entry added, changed or taken away, checked and completed as a definition.
 * @param parentIndex which `<ip>` an entry of DHCP belongs to; -1 for the one that has DHCP, or the first
 * @param command what to do; 'none' stands for all commands that there are not, which are refused
 * @param xml the entry; to delete one, what identifies it is enough
 * @throws OPERATION_INVALID for an entry that is there already, or is not there; OPERATION_UNSUPPORTED for what cannot
 *   be updated, and for no command; and what parsing and `validateNetwork` throw
 */
export function updateNetwork(
  network: Network,
  command: (typeof updateCommands)[number],
  section: UpdateSection,
  parentIndex: number,
  xml: string,
): Network {
  // What is wrong with the text, and then with its element, is said before anything else.
  const given = readXml(xml, origin);
  const handler = handlers[section];
  if (handler === undefined) {
    throw updateFault(`can't update '${section}' section of network '${network.name}'`, 'OPERATION_UNSUPPORTED');
  }
  const kind = records[section];
  if (kind !== undefined && command === 'modify') {
    throw updateFault(`${kind} records cannot be modified, only added or deleted`, 'OPERATION_UNSUPPORTED');
  }
  const name = entryNames[section] ?? section;
  if (given.name !== name) {
    const detail = `unexpected element <${given.name}>, expecting <${name}>, in update of network '${network.name}'`;
    throw updateFault(detail, 'XML_ERROR');
  }
  const read = <T>(schema: ElementSchema<T>, check?: (entry: T) => void): T => {
    const entry = schema.read(given, startReading(given, { inactive: true }));
    check?.(entry);
    if (command === 'none')
      throw updateFault(`'${command}' is no command to update networks with`, 'OPERATION_UNSUPPORTED');
    return entry;
  };
  // A record that nobody adds may be a part of one.
  const unknown = kind === undefined ? 'add-last' : 'delete';
  const updated = handler({ network, command: command === 'none' ? unknown : command, parentIndex, read });
  validateNetwork(updated);
  return completeNetwork(updated);
}

function updateFault(detail: string, code: ErrorCode = 'OPERATION_INVALID'): VirtError {
  return networkFault(detail, code);
}

function updateForwardInterface({ network, command, read }: Update): Network {
  const { name, forward } = network;
  if (command === 'modify') {
    throw updateFault('forward interface entries cannot be modified, only added or deleted', 'OPERATION_UNSUPPORTED');
  }
  const entry = read(forwardInterface);
  const interfaces = forward?.interfaces ?? [];
  const found = interfaces.some(({ dev }) => dev === entry.dev);
  const which = `<interface dev='${entry.dev}'>`;
  if (command === 'delete' && !found) {
    throw updateFault(`couldn't find an interface entry in network '${name}' matching ${which}`);
  }
  if (command !== 'delete' && found) {
    throw updateFault(`there is an existing interface entry in network '${name}' that matches "${which}"`);
  }
  const list =
    command === 'delete' ? interfaces.filter(({ dev }) => dev !== entry.dev) : added(interfaces, command, entry);
  const base = forward ?? { mode: 'nat' as const, addresses: [] };
  return { ...network, forward: { ...base, interfaces: list } };
}

function updatePortgroup({ network, command, read }: Update): Network {
  const { name, portgroups } = network;
  const entry = read(portgroup);
  const found = portgroups.some(each => each.name === entry.name);
  const which = `<portgroup name='${entry.name}'>`;
  if (!found && (command === 'modify' || command === 'delete')) {
    throw updateFault(`couldn't find a portgroup entry in network '${name}' matching ${which}`);
  }
  if (found && (command === 'add-first' || command === 'add-last')) {
    throw updateFault(`there is an existing portgroup entry in network '${name}' that matches "${which}"`);
  }
  if (command !== 'delete' && entry.default && portgroups.some(each => each.default && each.name !== entry.name)) {
    throw updateFault(`a different portgroup entry in network '${name}' is already set as the default`);
  }
  switch (command) {
    case 'modify':
      return { ...network, portgroups: portgroups.map(each => (each.name === entry.name ? entry : each)) };
    case 'delete':
      return { ...network, portgroups: portgroups.filter(each => each.name !== entry.name) };
    default:
      return { ...network, portgroups: added(portgroups, command, entry) };
  }
}
