import { type DnsSrv, dnsHost, dnsSrv, dnsTxt, type NetworkDns, noDns } from './dns.js';
import type { Network } from './network.js';
import { networkFault } from './network-fault.js';
import { added, type Update, without } from './update-list.js';
import { validateDnsHost, validateSrv, validateTxt } from './validate-dns.js';

interface Records<T> {
  /** What the API calls such a record. */
  readonly kind: string;
  readonly list: readonly T[];
  matches(record: T): boolean;
  /** What to say of a record that is there already. */
  readonly present: string;
  /** What to say when several match. */
  readonly several: string;
  place(list: readonly T[]): Partial<NetworkDns>;
}

function updateRecords<T>({ network, command }: Update, entry: T, records: Records<T>): Network {
  const invalid = (detail: string) => networkFault(`${detail} in network ${network.name}`, 'OPERATION_INVALID');
  const { list } = records;
  const found = list.flatMap((record, i) => (records.matches(record) ? [i] : []));
  const [first] = found;
  let changed: readonly T[];
  if (command === 'delete') {
    if (first === undefined) throw invalid(`couldn't locate a matching ${records.kind} record`);
    if (found.length > 1) throw invalid(records.several);
    changed = without(list, first);
  } else {
    if (first !== undefined) throw invalid(records.present);
    changed = added(list, command === 'add-first' ? 'add-first' : 'add-last', entry);
  }
  return { ...network, dns: { ...(network.dns ?? noDns), ...records.place(changed) } };
}

/** Adds or takes away names of an address. */
export function updateDnsHost(update: Update): Network {
  const { network, command } = update;
  const entry = update.read(dnsHost, host => {
    if (command !== 'delete') return validateDnsHost(host, network.name);
    if (host.ip === undefined && host.hostnames.length === 0) {
      throw networkFault(`Missing ip and hostname in network '${network.name}' DNS HOST record`, 'XML_DETAIL');
    }
  });
  return updateRecords(update, entry, {
    kind: 'DNS HOST',
    list: network.dns?.hosts ?? [],
    // A name may have several addresses; to take a record away, one of its names is enough.
    matches: host =>
      (entry.ip !== undefined && entry.ip === host.ip) ||
      (command === 'delete' && host.hostnames.some(name => entry.hostnames.includes(name))),
    present: 'there is already at least one DNS HOST record with a matching field',
    several: 'multiple matching DNS HOST records were found',
    place: hosts => ({ hosts }),
  });
}

/** Adds or takes away a TXT record. */
export function updateDnsTxt(update: Update): Network {
  const { network, command } = update;
  const entry = update.read(dnsTxt, txt => {
    validateTxt(txt, network.name, command === 'delete');
  });
  return updateRecords(update, entry, {
    kind: 'DNS TXT',
    list: network.dns?.txts ?? [],
    matches: txt => txt.name === entry.name,
    present: `there is already a DNS TXT record with name '${entry.name}'`,
    several: 'multiple matching DNS TXT records were found',
    place: txts => ({ txts }),
  });
}

const srvFields = ['domain', 'service', 'protocol', 'target', 'port', 'priority', 'weight'] as const;

/** Adds or takes away an SRV record. */
export function updateDnsSrv(update: Update): Network {
  const { network, command } = update;
  const entry = update.read(dnsSrv, srv => {
    if (command !== 'delete') validateSrv(srv, network.name);
  });
  return updateRecords<DnsSrv>(update, entry, {
    kind: 'DNS SRV',
    list: network.dns?.srvs ?? [],
    matches: srv => srvFields.every(field => entry[field] === undefined || entry[field] === srv[field]),
    present: 'there is already at least one DNS SRV record matching all specified fields',
    several: 'multiple DNS SRV records matching all specified fields were found',
    place: srvs => ({ srvs }),
  });
}
