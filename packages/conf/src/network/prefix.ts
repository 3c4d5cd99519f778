import { netmaskPrefix, parseIp } from '@tsvirt/util';

/** The length of an address's prefix, said or implied (by the address's class, or 64); -1 for a mask that is none. */
export function prefixOf(ip: {
  readonly address?: string | undefined;
  readonly netmask?: string | undefined;
  readonly prefix?: number | undefined;
}): number {
  if (ip.prefix !== undefined && ip.prefix > 0) return ip.prefix;
  const mask = ip.netmask === undefined ? undefined : parseIp(ip.netmask);
  if (mask !== undefined) return netmaskPrefix(mask) ?? -1;
  const address = ip.address === undefined ? undefined : parseIp(ip.address);
  if (address === undefined) return -1;
  if (address.family === 6) return 64;
  const first = address.bytes[0] ?? 0;
  if (address.bytes.every(byte => byte === 0)) return 0;
  return first < 128 ? 8 : first < 192 ? 16 : first < 224 ? 24 : -1;
}
