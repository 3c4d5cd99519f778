import type { ReadOptions } from '@tsvirt/conf/kernel';
import {
  completeNetwork,
  formatNetwork,
  type Network,
  parseNetwork,
  prefixOf,
  validateNetwork,
} from '@tsvirt/conf/network';
import { randomUuid, type Uuid, VirtError } from '@tsvirt/util';

/** A complete network definition. Values are never changed in place. */
export interface NetworkDefinition extends Network {
  readonly uuid: Uuid;
  /** Words that clients keep with it, which its document has no place for. */
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Reads a network document, checks it, and fills in what it may leave out. Options for dnsmasq are dropped: the mock
 * has none. So is what only a running network has.
 * @throws VirtError
 */
export function readNetwork(xml: string, reading?: ReadOptions): NetworkDefinition {
  const { dnsmasq: _dnsmasq, ...parsed } = parseNetwork(xml, { ...reading, inactive: true });
  if (parsed.name === '') throw new VirtError('NO_NAME', 'NETWORK');
  if (/[/\n]/.test(parsed.name))
    throw new VirtError('XML_DETAIL', 'XML', `invalid char in name: ${JSON.stringify(parsed.name)}`);
  validateNetwork(parsed);
  return withUuid(completeNetwork(parsed));
}

/** The network as a definition, which has a uuid. */
export function withUuid(network: Network): NetworkDefinition {
  return { ...network, uuid: network.uuid ?? randomUuid() };
}

/** The document as the API shows it. */
export function writeNetwork(network: NetworkDefinition): string {
  return formatNetwork(network);
}

/** The first address that guests get, with the length of its prefix; undefined for a network that gives none. */
export function firstAddress({
  ips,
}: NetworkDefinition): { readonly address: string; readonly prefix: number } | undefined {
  const [ip] = ips;
  const address = ip?.dhcp?.ranges[0]?.start ?? ip?.address;
  if (ip === undefined || address === undefined) return undefined;
  return { address, prefix: prefixOf(ip) ?? 24 };
}
