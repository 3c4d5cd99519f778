import type { DnsHost, DnsSrv, DnsTxt, NetworkDns } from './dns.js';
import { networkFault } from './network-fault.js';

const detailFault = (detail: string) => networkFault(detail, 'XML_DETAIL');

/** Checks everything that the network's DNS server is told. */
export function validateDns(dns: NetworkDns, name: string): void {
  const records = dns.forwarders.length + dns.txts.length + dns.srvs.length + dns.hosts.length;
  for (const forwarder of dns.forwarders) {
    if (forwarder.addr === undefined && forwarder.domain === undefined) {
      throw networkFault(`forwarder of network '${name}' must have at least one of addr or domain`);
    }
  }
  for (const host of dns.hosts) validateDnsHost(host, name);
  for (const srv of dns.srvs) validateSrv(srv, name);
  for (const txt of dns.txts) validateTxt(txt, name);
  if (dns.enable === false && records > 0) throw networkFault(`Extra data in disabled network '${name}'`);
}

/** Checks the names of an address. */
export function validateDnsHost(host: DnsHost, name: string): void {
  if (host.ip === undefined) throw detailFault(`Missing IP address in network '${name}' DNS HOST record`);
  if (host.hostnames.length === 0 || host.hostnames.includes('')) {
    throw detailFault(`Missing hostname in network '${name}' DNS HOST record`);
  }
}

/** Checks a TXT record. */
export function validateTxt(txt: DnsTxt, name: string): void {
  if (/[ ,]/.test(txt.name)) {
    throw detailFault(`prohibited character in DNS TXT record name '${txt.name}' of network ${name}`);
  }
  if (txt.value === undefined) {
    throw detailFault(`missing required value attribute in DNS TXT record named '${txt.name}' of network ${name}`);
  }
}

/** Checks an SRV record. */
export function validateSrv(srv: DnsSrv, name: string): void {
  if (srv.service === undefined) {
    throw detailFault(`missing required service attribute in DNS SRV record of network '${name}'`);
  }
  if (srv.protocol === undefined) {
    throw detailFault(`missing required protocol attribute in DNS SRV record '${srv.service}' of network '${name}'`);
  }
  if (srv.target !== undefined) return;
  for (const key of ['port', 'priority', 'weight'] as const) {
    if (srv[key] === undefined) continue;
    throw detailFault(`DNS SRV ${key} not permitted without target for service '${srv.service}' in network '${name}'`);
  }
}
