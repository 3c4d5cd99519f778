import {
  attr,
  child,
  declaring,
  element,
  type ElementSchema,
  group,
  leaf,
  live,
  mac,
  many,
  type Namespace,
  raw,
  str,
  type TypeOf,
  uint,
  unless,
  uuid,
  within,
  yesNo,
} from '../kernel/index.js';
import { virtualport } from '../domain/virtualport.js';
import { vlan } from '../domain/vlan.js';
import { filled } from '../filled-attribute.js';
import { judged } from '../judged.js';
import { networkBandwidth } from './network-bandwidth.js';
import { networkBridge } from './bridge.js';
import { networkDns } from './dns.js';
import { networkForward } from './forward.js';
import { networkIp, networkRoute } from './ip.js';
import { networkJudgements } from './network-judgements.js';
import { portgroup } from './portgroup.js';

const network = { domain: 'NETWORK' } as const;
const dnsmasqNamespace: Namespace = { prefix: 'dnsmasq', uri: 'http://libvirt.org/schemas/network/dnsmasq/1.0' };

const optionShape = element('option', { value: attr('value', str, network) }, { namespace: dnsmasqNamespace });
/** A line for dnsmasq's configuration, taken as it is. */
export interface DnsmasqOption extends TypeOf<typeof optionShape> {}
const option: ElementSchema<DnsmasqOption> = optionShape;

const optionsShape = element('options', { options: many(option) }, { namespace: dnsmasqNamespace });
/** Lines for dnsmasq's configuration. */
export interface DnsmasqOptions extends TypeOf<typeof optionsShape> {}
const dnsmasqOptions: ElementSchema<DnsmasqOptions> = optionsShape;

const networkShape = element('network', {
  /** How many guests are plugged in. */
  connections: live(attr('connections', uint)),
  /** Whether guests may talk IPv6 to each other where the network has no IPv6 address. */
  ipv6: filled('ipv6', yesNo, network).implied(false),
  trustGuestRxFilters: attr('trustGuestRxFilters', yesNo).optional,
  name: leaf('name', str, { code: 'NO_NAME', domain: 'NETWORK' }),
  uuid: leaf('uuid', uuid, { code: 'INTERNAL_ERROR', domain: 'NETWORK' }).optional,
  /** What applications keep with the network. */
  metadata: raw('metadata').optional,
  forward: child(networkForward).optional,
  bridge: child(networkBridge).optional,
  /** In bytes. */
  mtu: within(
    'mtu',
    unless(attr('size', uint, network), size => size === 0),
  ).optional,
  mac: within('mac', attr('address', mac, network).optional).optional,
  domain: within('domain', group({ name: attr('name', str).optional, localOnly: attr('localOnly', yesNo).optional }))
    .optional,
  dns: child(networkDns).optional,
  vlan: child(vlan).optional,
  bandwidth: child(networkBandwidth).optional,
  /** Whether guests cannot talk to each other. */
  isolated: within('port', attr('isolated', yesNo).optional).optional,
  ips: many(networkIp),
  routes: many(networkRoute),
  virtualport: child(virtualport).optional,
  portgroups: many(portgroup),
  dnsmasq: declaring(
    dnsmasqNamespace,
    unless(child(dnsmasqOptions), ({ options }) => options.length === 0),
  ),
});
/** A virtual network. */
export interface Network extends TypeOf<typeof networkShape> {}
export const networkSchema: ElementSchema<Network> = judged(networkShape, networkJudgements);
