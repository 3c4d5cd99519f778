import type { DriverHandlers } from '@tsvirt/core/contract';
import type { NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { domainFilter } from '../domain/domain-filter.js';
import type { TestDomain } from '../domain/test-domain.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

/** Domains are found and listed. */
export function domainLookupHandlers(host: TestHost): DriverHandlers {
  return {
    domainLookupByID: ({ id }) => ({ dom: found(host.domains.byId(id), `id ${id}`) }),
    domainLookupByName: ({ name }) => ({ dom: found(host.domains.byName(name), `name '${name}'`) }),
    domainLookupByUUID: ({ uuid }) => ({ dom: found(host.domains.byUuid(uuid), `uuid '${uuid}'`) }),

    connectNumOfDomains: () => ({ num: host.domains.activeCount }),
    connectNumOfDefinedDomains: () => ({ num: host.domains.size - host.domains.activeCount }),
    connectListDomains: () => ({ ids: Array.from(host.domains.active(), domain => domain.id) }),
    connectListDefinedDomains() {
      const names: string[] = [];
      for (const domain of host.domains) if (!domain.isActive) names.push(domain.name);
      return { names };
    },

    connectListAllDomains({ flags }) {
      checkFlags(flags, domainFilter.flags, 'connectListAllDomains');
      const passes = domainFilter.of(flags);
      const domains: NonnullDomain[] = [];
      for (const domain of host.domains) if (passes(domain)) domains.push(domain.reference);
      return { domains };
    },

    domainIsActive: ({ dom }) => ({ active: host.domains.find(dom).isActive ? 1 : 0 }),
    domainIsPersistent: ({ dom }) => ({ persistent: host.domains.find(dom).persistent ? 1 : 0 }),
    domainIsUpdated({ dom }) {
      host.domains.find(dom);
      return { updated: 0 };
    },
  };
}

function found(domain: TestDomain | undefined, what: string): NonnullDomain {
  if (domain === undefined) throw new VirtError('NO_DOMAIN', 'TEST', `no domain with matching ${what}`);
  return domain.reference;
}
