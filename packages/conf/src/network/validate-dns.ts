import type { DnsHost, DnsSrv, DnsTxt, NetworkDns } from './dns.js';
import { type PropertyName, valueFault } from '../kernel/index.js';
import { networkFaultAt } from './network-fault.js';

function detailFault<T extends object>(detail: string, holder: T, key?: PropertyName<T>) {
  return valueFault(['XML_DETAIL', 'NETWORK'], detail, holder, key);
}

/** Checks everything that the network's DNS server is told. */
export function validateDns(dns: NetworkDns, name: string): void {
  const records = dns.forwarders.length + dns.txts.length + dns.srvs.length + dns.hosts.length;
  for (const forwarder of dns.forwarders) {
    if (forwarder.addr === undefined && forwarder.domain === undefined) {
      throw networkFaultAt([forwarder], `forwarder of network '${name}' must have at least one of addr or domain`);
    }
  }
  for (const host of dns.hosts) validateDnsHost(host, name);
  for (const srv of dns.srvs) validateSrv(srv, name);
  for (const txt of dns.txts) validateTxt(txt, name);
  if (dns.enable === false && records > 0)
    throw networkFaultAt([dns, 'enable'], `Extra data in disabled network '${name}'`);
}

/** Checks the names of an address. */
export function validateDnsHost(host: DnsHost, name: string): void {
  if (host.ip === undefined) throw detailFault(`Missing IP address in network '${name}' DNS HOST record`, host);
  if (host.hostnames.length === 0 || host.hostnames.includes('')) {
    throw detailFault(`Missing hostname in network '${name}' DNS HOST record`, host);
  }
}

/** Checks a TXT record. @param part whether it only says which record is meant, and so may lack a value */
export function validateTxt(txt: DnsTxt, name: string, part = false): void {
  if (/[ ,]/.test(txt.name)) {
    throw detailFault(`prohibited character in DNS TXT record name '${txt.name}' of network ${name}`, txt, 'name');
  }
  if (txt.value === undefined && !part) {
    throw detailFault(`missing required value attribute in DNS TXT record named '${txt.name}' of network ${name}`, txt);
  }
}

/** Checks an SRV record. */
export function validateSrv(srv: DnsSrv, name: string): void {
  if (srv.service === undefined) {
    throw detailFault(`missing required service attribute in DNS SRV record of network '${name}'`, srv);
  }
  if (srv.protocol === undefined) {
    const what = `missing required protocol attribute in DNS SRV record '${srv.service}' of network '${name}'`;
    throw detailFault(what, srv);
  }
  if (srv.target !== undefined) return;
  for (const key of ['port', 'priority', 'weight'] as const) {
    if (srv[key] === undefined) continue;
    const what = `DNS SRV ${key} not permitted without target for service '${srv.service}' in network '${name}'`;
    throw detailFault(what, srv, key);
  }
}
