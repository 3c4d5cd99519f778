import type { Virtualport } from '../virtualport.js';
import { completeVlan } from '../vlan.js';
import type { Interface } from '../interface.js';
import type { DomainPolicy } from './policy.js';

/** Prefixes of names that libvirt gives to devices on the host; a definition does not keep them. */
const generatedNames = /^(?:vnet|vif|macvtap|macvlan)\d/;

/** Interfaces whose traffic passes a filter of the host's. */
const filtered: ReadonlySet<Interface['source']['type']> = new Set(['ethernet', 'network', 'bridge'] as const);

/** Gives an interface its MAC address, and forgets a name that was found for an earlier run. */
export function completeInterface(nic: Interface, policy: DomainPolicy): Interface {
  const { target, filterref, coalesce, managed, ...rest } = nic;
  const generated = target?.dev !== undefined && target.managed !== false && generatedNames.test(target.dev);
  return {
    ...rest,
    ...(nic.virtualport !== undefined && { virtualport: completeVirtualport(nic.virtualport, policy) }),
    ...(nic.vlan !== undefined && { vlan: completeVlan(nic.vlan) }),
    ...(managed === true && nic.source.type === 'hostdev' && { managed }),
    ...(target !== undefined && !generated && { target }),
    ...(filterref !== undefined && filtered.has(nic.source.type) && { filterref }),
    ...(coalesce?.max !== undefined && coalesce.max > 0 && { coalesce }),
    mac: nic.mac ?? { address: policy.makeMac() },
  };
}

/** Identifies the switch's instance and the interface, where the kind of port has them; of no kind said, both. */
function completeVirtualport(port: Virtualport, { makeUuid }: DomainPolicy): Virtualport {
  const { type, parameters } = port;
  const instance = type === undefined || type === '802.1Qbg';
  const own = type === undefined || type === 'openvswitch';
  if (!instance && !own) return port;
  return {
    ...port,
    parameters: {
      ...parameters,
      ...(instance && { instanceId: parameters?.instanceId ?? makeUuid() }),
      ...(own && { interfaceId: parameters?.interfaceId ?? makeUuid() }),
    },
  };
}
