import { domainListMax } from '../limits.js';
import { nonnullDomain } from '../objects.js';
import { procedures } from '../procedure.js';
import { text } from '../text.js';
import { array, int, uint, uuid, wireOnly } from '../xdr.js';

/** Finding domains: by name, id or uuid, and in lists. */
export const domainLookup = procedures({
  /** Names of domains that are defined and don't run. */
  connectListDefinedDomains: {
    number: 21,
    since: '0.1.1',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    args: { maxnames: wireOnly(int) },
    ret: { names: array(text, domainListMax) },
    counted: { rule: 'limit', list: 'names', ask: 'maxnames', max: domainListMax },
  },

  /** Finds a running domain by its id. */
  domainLookupByID: {
    number: 22,
    since: '0.0.3',
    priority: 'high',
    acl: ['domain:getattr'],
    args: { id: int },
    ret: { dom: nonnullDomain },
  },

  /** Finds a domain by name. */
  domainLookupByName: {
    number: 23,
    since: '0.0.3',
    priority: 'high',
    acl: ['domain:getattr'],
    args: { name: text },
    ret: { dom: nonnullDomain },
  },

  /** Finds a domain by UUID. */
  domainLookupByUUID: {
    number: 24,
    since: '0.0.5',
    priority: 'high',
    acl: ['domain:getattr'],
    args: { uuid: uuid },
    ret: { dom: nonnullDomain },
  },

  /** Number of domains that are defined and don't run. */
  connectNumOfDefinedDomains: {
    number: 25,
    since: '0.1.5',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    ret: { num: int },
  },

  /** Ids of running domains. */
  connectListDomains: {
    number: 37,
    since: '0.0.3',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    args: { maxids: wireOnly(int) },
    ret: { ids: array(int, domainListMax) },
    counted: { rule: 'limit', list: 'ids', ask: 'maxids', max: domainListMax },
  },

  /** Number of running domains. */
  connectNumOfDomains: {
    number: 51,
    since: '0.0.3',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    ret: { num: int },
  },

  /** Domains of all states; `flags` (`ConnectListAllDomainsFlags`) narrow the list. */
  connectListAllDomains: {
    number: 273,
    since: '0.9.13',
    priority: 'high',
    acl: ['connect:search_domains'],
    aclFilter: ['domain:getattr'],
    args: { needResults: wireOnly(int), flags: uint },
    ret: { domains: array(nonnullDomain, domainListMax), ret: wireOnly(uint) },
    counted: { rule: 'results', list: 'domains', ask: 'needResults', count: 'ret' },
  },
});
