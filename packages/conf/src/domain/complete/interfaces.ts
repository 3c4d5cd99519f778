import { completeVlan } from '../vlan.js';
import type { Interface } from '../interface.js';
import type { DomainPolicy } from './policy.js';

/** Prefixes of names that libvirt gives to devices on the host; a definition does not keep them. */
const generatedNames = /^(?:vnet|vif|macvtap|macvlan)\d/;

/** Interfaces whose traffic passes a filter of the host's. */
const filtered: ReadonlySet<Interface['source']['type']> = new Set(['ethernet', 'network', 'bridge'] as const);

/** Gives an interface its MAC address, and forgets a name that was found for an earlier run. */
export function completeInterface(nic: Interface, policy: DomainPolicy): Interface {
  const { target, filterref, coalesce, ...rest } = nic;
  const generated = target?.dev !== undefined && target.managed !== false && generatedNames.test(target.dev);
  return {
    ...rest,
    ...(nic.vlan !== undefined && { vlan: completeVlan(nic.vlan) }),
    ...(target !== undefined && !generated && { target }),
    ...(filterref !== undefined && filtered.has(nic.source.type) && { filterref }),
    ...(coalesce?.max !== undefined && coalesce.max > 0 && { coalesce }),
    mac: nic.mac ?? { address: policy.makeMac() },
  };
}
