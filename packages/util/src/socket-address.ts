/** A numeric IP address. */
export interface IpAddress {
  readonly family: 4 | 6;
  /** 4 or 16 bytes, network order. */
  readonly bytes: Uint8Array;
}

/** Reads a numeric IPv4 (dotted, four decimal parts) or IPv6 address; undefined when the text is neither. */
export function parseIp(text: string): IpAddress | undefined {
  const four = parseIpv4(text);
  if (four !== undefined) return { family: 4, bytes: four };
  const six = text.length <= 45 ? parseIpv6(text) : undefined;
  return six === undefined ? undefined : { family: 6, bytes: six };
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1);
  if (parts === undefined || parts.some(part => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))) {
    return undefined;
  }
  return Uint8Array.from(parts, Number);
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const before = groupBytes(halves[0] ?? '');
  const after = halves.length === 2 ? groupBytes(halves[1] ?? '') : [];
  if (before === undefined || after === undefined) return undefined;
  const given = before.length + after.length;
  if (halves.length === 2 ? given > 14 : given !== 16) return undefined;
  const bytes = new Uint8Array(16);
  bytes.set(before, 0);
  bytes.set(after, 16 - after.length);
  return bytes;
}

function groupBytes(text: string): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
      continue;
    }
    const embedded = index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (embedded === undefined) return undefined;
    bytes.push(...embedded);
  }
  return bytes;
}

/** The text of an address: dotted decimal, or IPv6 as RFC 5952 writes it. */
export function formatIp(address: IpAddress): string {
  const { bytes } = address;
  if (address.family === 4) return Array.from(bytes).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  let start = -1;
  let length = 1; // a single zero group is written out
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  if (start < 0) return hex(groups);
  // ::a.b.c.d and ::ffff:a.b.c.d keep their dotted tail, as inet_ntop writes them.
  const mapped = start === 0 && length === 5 && groups[5] === 0xffff;
  const compatible = start === 0 && length === 6;
  if (mapped || compatible) return `::${mapped ? 'ffff:' : ''}${Array.from(bytes.subarray(12)).join('.')}`;
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function hex(groups: readonly number[]): string {
  return groups.map(group => group.toString(16)).join(':');
}

/** The prefix length that a netmask means, or undefined when its ones are not all in front. */
export function netmaskPrefix(mask: IpAddress): number | undefined {
  const bits = Array.from(mask.bytes, byte => byte.toString(2).padStart(8, '0')).join('');
  const prefix = bits.indexOf('0');
  if (prefix < 0) return bits.length;
  return bits.includes('1', prefix) ? undefined : prefix;
}

/** The netmask with so many leading ones. A plain Error when the family has fewer bits. */
export function prefixNetmask(family: 4 | 6, prefix: number): IpAddress {
  const length = family === 4 ? 4 : 16;
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > length * 8)
    throw new Error(`no prefix /${prefix} in IPv${family}`);
  const bytes = Uint8Array.from(
    { length },
    (_, index) => 0xff & ~(0xff >> Math.max(0, Math.min(8, prefix - index * 8))),
  );
  return { family, bytes };
}

/** The first address of the network that an address lies in. */
export function networkOf(address: IpAddress, prefix: number): IpAddress {
  const mask = prefixNetmask(address.family, prefix).bytes;
  return { family: address.family, bytes: address.bytes.map((byte, index) => byte & (mask[index] ?? 0)) };
}

/** The last address of the network that an address lies in: IPv4's broadcast address. */
export function lastOf(address: IpAddress, prefix: number): IpAddress {
  const mask = prefixNetmask(address.family, prefix).bytes;
  return { family: address.family, bytes: address.bytes.map((byte, index) => byte | (0xff & ~(mask[index] ?? 0))) };
}

/** Orders addresses: IPv4 before IPv6, then by value. Negative, zero or positive, as a sort expects. */
export function compareIp(one: IpAddress, other: IpAddress): number {
  if (one.family !== other.family) return one.family - other.family;
  for (const [index, byte] of one.bytes.entries()) {
    const difference = byte - (other.bytes[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The address as one number, for counting the members of a range. */
export function ipToBigint(address: IpAddress): bigint {
  return address.bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Whether an address lies in a network. */
export function inNetwork(address: IpAddress, network: IpAddress, prefix: number): boolean {
  return address.family === network.family && compareIp(networkOf(address, prefix), networkOf(network, prefix)) === 0;
}
