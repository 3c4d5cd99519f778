import type { ValueKindName } from './value-kinds.js';

/** Attributes of one protocol's element by name, in the order in which they are written. */
type AttributeKinds = Readonly<Record<string, ValueKindName>>;

const macs = { srcmacaddr: 'mac', srcmacmask: 'macMask', dstmacaddr: 'mac', dstmacmask: 'macMask' } as const;
const ports = { srcportstart: 'uint16', srcportend: 'uint16', dstportstart: 'uint16', dstportend: 'uint16' } as const;
const comment = { comment: 'comment' } as const;
const addresses4 = { srcipaddr: 'ipv4', srcipmask: 'ipv4Mask', dstipaddr: 'ipv4', dstipmask: 'ipv4Mask' } as const;
const addresses6 = { srcipaddr: 'ipv6', srcipmask: 'ipv6Mask', dstipaddr: 'ipv6', dstipmask: 'ipv6Mask' } as const;
const tracking = { dscp: 'dscp', 'connlimit-above': 'limit', state: 'state' } as const;
const types = { type: 'uint8', code: 'uint8' } as const;
const sets = { ipset: 'ipsetName', ipsetflags: 'ipsetFlags' } as const;

const above4 = {
  srcmacaddr: 'mac',
  ...addresses4,
  srcipfrom: 'ipv4',
  srcipto: 'ipv4',
  dstipfrom: 'ipv4',
  dstipto: 'ipv4',
  ...tracking,
} as const;

const above6 = {
  srcmacaddr: 'mac',
  ...addresses6,
  srcipfrom: 'ipv6',
  srcipto: 'ipv6',
  dstipfrom: 'ipv6',
  /** libvirt 9.0 takes only IPv4 here. */
  dstipto: 'ipv4',
  ...tracking,
} as const;

const arp = {
  ...macs,
  hwtype: 'uint16',
  protocoltype: 'uint16',
  opcode: 'opcode',
  arpsrcmacaddr: 'mac',
  arpdstmacaddr: 'mac',
  arpsrcipaddr: 'ipv4',
  arpsrcipmask: 'ipv4Mask',
  arpdstipaddr: 'ipv4',
  arpdstipmask: 'ipv4Mask',
  gratuitous: 'boolean',
  ...comment,
} as const;

/** What a rule may look at, by the protocol whose element it has: attributes and kinds of their values. */
export const ruleProtocols = {
  mac: { ...macs, protocolid: 'ethertype', ...comment },
  vlan: { ...macs, vlanid: 'vlanId', 'encap-protocol': 'ethertype', ...comment },
  stp: {
    srcmacaddr: 'mac',
    srcmacmask: 'macMask',
    type: 'uint8',
    flags: 'uint8',
    'root-priority': 'uint16',
    'root-priority-hi': 'uint16',
    'root-address': 'mac',
    'root-address-mask': 'macMask',
    'root-cost': 'uint32',
    'root-cost-hi': 'uint32',
    'sender-priority': 'uint16',
    'sender-priority-hi': 'uint16',
    'sender-address': 'mac',
    'sender-address-mask': 'macMask',
    port: 'uint16',
    'port-hi': 'uint16',
    age: 'uint16',
    'age-hi': 'uint16',
    'max-age': 'uint16',
    'max-age-hi': 'uint16',
    'hello-time': 'uint16',
    'hello-time-hi': 'uint16',
    'forward-delay': 'uint16',
    'forward-delay-hi': 'uint16',
    ...comment,
  },
  arp,
  rarp: arp,
  ip: { ...macs, ...addresses4, protocol: 'protocol', ...ports, dscp: 'dscp', ...comment },
  ipv6: {
    ...macs,
    ...addresses6,
    protocol: 'protocol',
    ...ports,
    type: 'uint8',
    typeend: 'uint8',
    code: 'uint8',
    codeend: 'uint8',
    ...comment,
  },
  tcp: { ...above4, ...ports, flags: 'tcpFlags', ...comment },
  udp: { ...above4, ...ports, ...comment },
  udplite: { ...above4, ...comment },
  esp: { ...above4, ...comment },
  ah: { ...above4, ...comment },
  sctp: { ...above4, ...ports, ...comment },
  icmp: { ...above4, ...types, ...comment },
  all: { ...above4, ...sets, ...comment },
  igmp: { ...above4, ...comment },
  'tcp-ipv6': { ...above6, ...ports, ...comment },
  'udp-ipv6': { ...above6, ...ports, ...comment },
  'udplite-ipv6': { ...above6, ...comment },
  'esp-ipv6': { ...above6, ...comment },
  'ah-ipv6': { ...above6, ...comment },
  'sctp-ipv6': { ...above6, ...ports, ...comment },
  icmpv6: { ...above6, ...types, ...comment },
  'all-ipv6': { ...above6, ...sets, ...comment },
} as const satisfies Record<string, AttributeKinds>;

/** A protocol that a rule can look at. */
export type RuleProtocol = keyof typeof ruleProtocols;

/** Whether rules can have an element of that name. */
export function isRuleProtocol(name: string): name is RuleProtocol {
  return Object.hasOwn(ruleProtocols, name);
}

/** The attributes of a protocol's element with the kinds of their values, in the order in which they are written. */
export function attributesOf(protocol: RuleProtocol): AttributeKinds {
  return ruleProtocols[protocol];
}
