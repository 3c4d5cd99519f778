import { formatIp, netmaskPrefix, normalizeMac, parseMac } from '@tsvirt/util';
import { readIp } from '../network/ip-text.js';

/** Reads the text of an attribute into its canonical spelling; undefined when it is no such value. */
export type ValueKind = (text: string) => string | undefined;

interface RuleNumber {
  readonly value: number;
  readonly hex: boolean;
}

/** A whole number, decimal or, where the kind takes that, hexadecimal. */
function readNumber(text: string, max: number, hexadecimal = true): RuleNumber | undefined {
  const hex = hexadecimal && /^0[xX][0-9a-fA-F]{1,8}$/.test(text);
  if (!hex && !/^\s*\+?\d{1,10}$/.test(text)) return undefined;
  const value = hex ? Number.parseInt(text, 16) : Number(text);
  return value <= max ? { value, hex } : undefined;
}

const write = ({ value, hex }: RuleNumber): string => (hex ? `0x${value.toString(16)}` : String(value));

function uint(max: number, hexadecimal = true): ValueKind {
  return text => {
    const number = readNumber(text, max, hexadecimal);
    return number === undefined ? undefined : write(number);
  };
}

/** A number that may have a name, which is preferred when it is written; names in any case. */
function named(max: number, names: ReadonlyMap<number, string>, min = 0): ValueKind {
  const known = new Map([...names.values()].map(name => [name.toLowerCase(), name]));
  return text => {
    const name = known.get(text.toLowerCase());
    if (name !== undefined) return name;
    const number = readNumber(text, max);
    if (number === undefined || number.value < min) return undefined;
    return names.get(number.value) ?? write(number);
  };
}

const ip =
  (family: 4 | 6): ValueKind =>
  text => {
    const address = readIp(text);
    return address?.family === family ? formatIp(address) : undefined;
  };

/** A length of a prefix, which may be given as a mask. */
const mask =
  (family: 4 | 6): ValueKind =>
  text => {
    const length = readNumber(text, family === 4 ? 32 : 128, false);
    if (length !== undefined) return String(length.value);
    const address = readIp(text);
    const prefix = address?.family === family ? netmaskPrefix(address) : undefined;
    return prefix === undefined ? undefined : String(prefix);
  };

/** A MAC address whose set bits all come first. */
function macMask(text: string): string | undefined {
  const bytes = parseMac(text);
  if (bytes === undefined) return undefined;
  const bits = Array.from(bytes, byte => byte.toString(2).padStart(8, '0')).join('');
  return bits.includes('01') ? undefined : normalizeMac(text);
}

/** Words in a fixed order out of a list separated by commas, any case, any order; undefined for a word not among them. */
function inOrder(text: string, words: readonly string[]): string[] | undefined {
  const given = text.toUpperCase().split(',');
  return given.every(word => words.includes(word)) ? words.filter(word => given.includes(word)) : undefined;
}

const connectionStates = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'NONE'];

function state(text: string): string | undefined {
  const states = inOrder(text, connectionStates);
  if (states === undefined) return undefined;
  return states.includes('NONE') ? 'NONE' : states.join(',');
}

const tcpFlagNames = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];

function tcpFlagSet(text: string): string | undefined {
  if (text === '' || /^none$/i.test(text)) return 'NONE';
  if (/^all$/i.test(text)) return 'ALL';
  const flags = inOrder(text, tcpFlagNames);
  if (flags === undefined) return undefined;
  return flags.length === tcpFlagNames.length ? 'ALL' : flags.join(',');
}

function tcpFlags(text: string): string | undefined {
  const parts = text.split('/');
  if (parts.length !== 2) return undefined;
  const [examined, set] = parts.map(tcpFlagSet);
  return examined === undefined || set === undefined ? undefined : `${examined}/${set}`;
}

const ethertypes = new Map([
  [0x0800, 'ipv4'],
  [0x0806, 'arp'],
  [0x8035, 'rarp'],
  [0x8100, 'vlan'],
  [0x86dd, 'ipv6'],
]);

const opcodes = new Map(
  [
    'Request',
    'Reply',
    'Request_Reverse',
    'Reply_Reverse',
    'DRARP_Request',
    'DRARP_Reply',
    'DRARP_Error',
    'InARP_Request',
    'ARP_NAK',
  ].map((name, i) => [i + 1, name]),
);

const protocols = new Map([
  [1, 'icmp'],
  [2, 'igmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [50, 'esp'],
  [51, 'ah'],
  [58, 'icmpv6'],
  [132, 'sctp'],
  [136, 'udplite'],
]);

/** Bytes of a comment; the rest is cut off, as libvirt cuts it. */
const maxComment = 256;

/** The kinds of values that attributes of rules have. */
export const valueKinds = {
  mac: normalizeMac,
  macMask,
  ipv4: ip(4),
  ipv6: ip(6),
  ipv4Mask: mask(4),
  ipv6Mask: mask(6),
  uint8: uint(0xff),
  uint16: uint(0xffff),
  uint32: uint(0xffff_ffff),
  /** A number of connections. */
  limit: uint(0xffff, false),
  dscp: uint(63),
  vlanId: uint(4095),
  /** From 0x600: below that the field is a length. */
  ethertype: named(0xffff, ethertypes, 0x600),
  opcode: named(0xffff, opcodes),
  protocol: named(0xff, protocols),
  boolean: text => (['yes', 'true', '1'].includes(text) ? 'true' : 'false'),
  state,
  tcpFlags,
  ipsetName: text => (/^[a-zA-Z0-9_.:\-+ ]{1,31}$/.test(text) ? text : undefined),
  ipsetFlags: text => (/^(?:src|dst)(?:,(?:src|dst)){0,5}$/i.test(text) ? text.toLowerCase() : undefined),
  comment: text => text.slice(0, maxComment),
} as const satisfies Record<string, ValueKind>;

/** The name of such a kind. */
export type ValueKindName = keyof typeof valueKinds;
