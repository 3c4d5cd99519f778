import { formatIp, type IpAddress, parseIp } from '@tsvirt/util';
import { only, type Text } from '../kernel/index.js';

/**
 * An address as the C library reads one: besides the usual spelling, IPv4 with fewer parts (`10.1` is 10.0.0.1), each
 * decimal, octal (`010`) or hexadecimal (`0xa`).
 */
export function readIp(text: string): IpAddress | undefined {
  return parseIp(text) ?? readShortIpv4(text);
}

function readShortIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length > 4) return undefined;
  let value = 0;
  for (const [i, part] of parts.entries()) {
    if (!/^(?:0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,11}|[1-9]\d{0,9})$/.test(part)) return undefined;
    const number = /^0[0-7]/.test(part) ? Number.parseInt(part, 8) : Number(part);
    // The last part fills all bytes that are left.
    const isLast = i === parts.length - 1;
    const room = isLast ? 2 ** (8 * (4 - i)) : 256;
    if (number >= room) return undefined;
    value += isLast ? number : number * 2 ** (8 * (3 - i));
  }
  const byte = (shift: number) => Math.floor(value / 2 ** shift) % 256;
  return parseIp([24, 16, 8, 0].map(byte).join('.'));
}

/** A numeric IP address, kept in its canonical spelling. */
export const ipText: Text<string> = {
  expected: 'an IP address',
  write: value => value,
  read(text) {
    const address = readIp(text);
    return address === undefined ? undefined : formatIp(address);
  },
};

/** A numeric IPv4 address. */
export const ipv4Text: Text<string> = only(ipText, 'an IPv4 address', value => parseIp(value)?.family === 4);
