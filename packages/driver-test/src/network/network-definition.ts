import { formatNetwork, type Network, parseNetwork } from '@tsvirt/conf';
import { netmaskPrefix, parseIp, randomUuid, type Uuid, VirtError } from '@tsvirt/util';
import { checkName } from '../host/object-name.js';

/** A complete network definition. Values are never changed in place. */
export interface NetworkDefinition extends Network {
  readonly uuid: Uuid;
}

/** Kinds of forwarding whose bridge is the network's own. */
const ownBridge: readonly string[] = ['nat', 'route', 'open'];

/**
 * Reads a network document and fills in what it may leave out.
 * @throws VirtError
 */
export function readNetwork(xml: string): NetworkDefinition {
  const parsed = parseNetwork(xml);
  const { name } = parsed;
  if (name === '') throw new VirtError('NO_NAME', 'NETWORK');
  checkName(name, 'NETWORK');
  const uuid = parsed.uuid ?? randomUuid();
  const { forward } = parsed;
  const mode = forward === undefined ? undefined : (forward.mode ?? 'nat');
  const network: NetworkDefinition = {
    ...parsed,
    uuid,
    ...(forward !== undefined && mode !== undefined && { forward: { ...forward, mode } }),
  };
  if (mode !== undefined && !ownBridge.includes(mode)) return network;
  const { bridge } = parsed;
  return { ...network, bridge: { ...bridge, stp: bridge?.stp ?? true, delay: bridge?.delay ?? 0n } };
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
  return { address, prefix: ip.prefix ?? prefixOf(ip.netmask) };
}

function prefixOf(netmask: string | undefined): number {
  if (netmask === undefined) return 24;
  const mask = parseIp(netmask);
  return (mask === undefined ? undefined : netmaskPrefix(mask)) ?? 24;
}
