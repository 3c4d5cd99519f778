import { VirtError } from '@tsvirt/util';

/** The addresses of an IPv4 network. */
export interface Subnet {
  readonly first: string;
  readonly second: string;
  /** The one before the broadcast address. */
  readonly last: string;
  readonly netmask: string;
}

/** @throws INVALID_ARG for what is not `a.b.c.d/n` with room for a host and a guest (a prefix of 8 to 29) */
export function subnetOf(text: string): Subnet {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match?.slice(1).map(Number) ?? [];
  if (match === null || [a, b, c, d].some(byte => byte > 255) || prefix < 8 || prefix > 29) {
    const detail = `'${text}' is not an IPv4 network: expected an address and a prefix of 8 to 29, as 192.168.100.0/24`;
    throw new VirtError('INVALID_ARG', 'NETWORK', detail);
  }
  const mask = (0xffff_ffff << (32 - prefix)) >>> 0;
  const base = (((a << 24) | (b << 16) | (c << 8) | d) & mask) >>> 0;
  const broadcast = (base | ~mask) >>> 0;
  return { first: dotted(base + 1), second: dotted(base + 2), last: dotted(broadcast - 1), netmask: dotted(mask) };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map(shift => (address >>> shift) & 255).join('.');
}
