import { randomUuid } from '@tsvirt/util';
import type { DomainPolicy } from '../domain/complete/policy.js';

/** How domain documents of VMware's products are completed. */
export function vmxPolicy(wideScsi: boolean): DomainPolicy {
  return {
    defaultArch: () => 'i686',
    defaultOsType: 'hvm',
    namespaces: ['vmware'],
    abilities: { wideScsi, firmwareAutoselect: true, netModelString: true },
    makeMac: () => '00:00:00:00:00:00',
    makeUuid: randomUuid,
  };
}
