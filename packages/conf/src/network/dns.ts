import {
  attr,
  type ElementSchema,
  element,
  many,
  range,
  single,
  content,
  str,
  type TypeOf,
  unless,
  yesNo,
} from '../kernel/index.js';
import { judged } from '../judged.js';
import { ipText } from './ip-text.js';
import { dnsJudgements } from './validate-dns.js';

const detail = { code: 'XML_DETAIL', domain: 'NETWORK' } as const;

const forwarderShape = element('forwarder', {
  /** Names below it go to this server; absent: all. */
  domain: attr('domain', str).optional,
  /** Absent: names of the domain are not forwarded at all. */
  addr: attr('addr', ipText, { domain: 'NETWORK' }).optional,
});
/** A DNS server that gets the questions which the network's own cannot answer. */
export interface DnsForwarder extends TypeOf<typeof forwarderShape> {}
const forwarder: ElementSchema<DnsForwarder> = forwarderShape;

const txtShape = element('txt', { name: attr('name', str, detail), value: attr('value', str, detail).optional });
/** A DNS TXT record. */
export interface DnsTxt extends TypeOf<typeof txtShape> {}
export const dnsTxt: ElementSchema<DnsTxt> = txtShape;

const port = range(1, 65535);
const weight = range(0, 65535);
const isZero = (value: number) => value === 0;
const srvShape = element('srv', {
  service: attr('service', str, detail).optional,
  protocol: attr('protocol', str, detail).optional,
  domain: attr('domain', str).optional,
  target: attr('target', str).optional,
  port: attr('port', port, detail).optional,
  priority: unless(attr('priority', weight, detail), isZero),
  weight: unless(attr('weight', weight, detail), isZero),
});
/** A DNS SRV record. */
export interface DnsSrv extends TypeOf<typeof srvShape> {}
export const dnsSrv: ElementSchema<DnsSrv> = srvShape;

const hostShape = element('host', {
  ip: attr('ip', ipText, detail).optional,
  hostnames: many(single('hostname', content(str).default(''))),
});
/** Names of an address. */
export interface DnsHost extends TypeOf<typeof hostShape> {}
export const dnsHost: ElementSchema<DnsHost> = hostShape;

const dnsShape = element('dns', {
  enable: attr('enable', yesNo).optional,
  /** Whether names without a dot go to the forwarders. */
  forwardPlainNames: attr('forwardPlainNames', yesNo).optional,
  forwarders: many(forwarder),
  txts: many(dnsTxt),
  srvs: many(dnsSrv),
  hosts: many(dnsHost),
});
/** What the network's DNS server knows. */
export interface NetworkDns extends TypeOf<typeof dnsShape> {}
export const networkDns: ElementSchema<NetworkDns> = judged(dnsShape, dnsJudgements());

/** A DNS server without anything to say of its own. */
export const noDns: NetworkDns = { forwarders: [], txts: [], srvs: [], hosts: [] };
