import type { DnsHost, DnsSrv, DnsTxt, NetworkDns } from './dns.js';
import { asRead, type Judgements } from '../judged.js';
import { type PropertyName, valueFault } from '../kernel/index.js';
import { networkFaultAt } from './network-fault.js';

function detailFault<T extends object>(detail: string, holder: T, key?: PropertyName<T>) {
  return valueFault(['XML_DETAIL', 'NETWORK'], detail, holder, key);
}

/** What can be wrong with what the network's DNS server is told, in libvirt's order. */
export function dnsJudgements(name = ''): Judgements<NetworkDns> {
  return {
    enable: asRead,
    forwardPlainNames: asRead,
    forwarders(forwarders = []) {
      for (const forwarder of forwarders) {
        if (forwarder.addr !== undefined || forwarder.domain !== undefined) continue;
        throw networkFaultAt([forwarder], `forwarder of network '${name}' must have at least one of addr or domain`);
      }
    },
    hosts(hosts = []) {
      for (const host of hosts) validateDnsHost(host, name);
    },
    srvs(srvs = []) {
      for (const srv of srvs) validateSrv(srv, name);
    },
    txts(txts = [], dns) {
      for (const txt of txts) validateTxt(txt, name);
      const { forwarders = [], hosts = [], srvs = [] } = dns;
      if (dns.enable === false && forwarders.length + txts.length + srvs.length + hosts.length > 0)
        throw networkFaultAt([dns, 'enable'], `Extra data in disabled network '${name}'`);
    },
  };
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

/** Names of services and protocols are those that hosts' tables of them have. */
const srvWords = [
  ['service', /^[A-Za-z0-9_*+/-]*$/],
  ['protocol', /^[A-Za-z0-9+/-]*$/],
] as const;

/** Checks an SRV record. */
export function validateSrv(srv: DnsSrv, name: string): void {
  if (srv.service === undefined) {
    throw detailFault(`missing required service attribute in DNS SRV record of network '${name}'`, srv);
  }
  if (srv.protocol === undefined) {
    const what = `missing required protocol attribute in DNS SRV record '${srv.service}' of network '${name}'`;
    throw detailFault(what, srv);
  }
  for (const [key, allowed] of srvWords) {
    const word = srv[key] ?? '';
    if (allowed.test(word)) continue;
    throw detailFault(
      `invalid character in ${key} attribute '${word}' in DNS SRV record of network '${name}'`,
      srv,
      key,
    );
  }
  if (srv.target !== undefined) return;
  for (const key of ['port', 'priority', 'weight'] as const) {
    if (srv[key] === undefined) continue;
    const what = `DNS SRV ${key} not permitted without target for service '${srv.service}' in network '${name}'`;
    throw detailFault(what, srv, key);
  }
}
