import type { VirtError } from '@tsvirt/util';
import { placed, type PropertyName, valueFault } from '../kernel/index.js';
import type { HostInterface, InterfaceDevice, MemberInterface } from './interface.js';

function interfaceFault<T extends object>(detail: string, holder: T, key?: PropertyName<T>): VirtError {
  return valueFault(['XML_ERROR', 'INTERFACE'], detail, holder, key);
}

const memberTypes: Readonly<Record<'bridge' | 'bond', readonly InterfaceDevice['type'][]>> = {
  bridge: ['ethernet', 'bond', 'vlan'],
  bond: ['ethernet'],
};

/**
 * Checks that an interface of the host has a name and what its type needs, and only members that it can have.
 * @throws XML_ERROR
 */
export function validateHostInterface(value: HostInterface | MemberInterface): void {
  placed(value, () => validate(value));
}

function validate(value: HostInterface | MemberInterface): void {
  const { name, device } = value;
  if (name === undefined) throw interfaceFault('interface has no name', value);
  switch (device.type) {
    case 'ethernet':
      return;
    case 'bridge':
      if (device.bridge === undefined)
        throw interfaceFault(`bridge interface '${name}' misses the bridge element`, value);
      return validateMembers('bridge', device.bridge.members);
    case 'bond':
      if (device.bond === undefined) throw interfaceFault(`bond interface '${name}' misses the bond element`, value);
      return validateMembers('bond', device.bond.members);
    case 'vlan':
      if (device.vlan === undefined) throw interfaceFault(`vlan interface '${name}' misses the vlan element`, value);
      if (device.vlan.tag === '')
        throw interfaceFault(`vlan interface '${name}' misses the tag attribute`, device.vlan, 'tag');
      if (device.vlan.interfaceName === undefined)
        throw interfaceFault(`vlan of interface '${name}' misses name attribute`, device.vlan);
      return;
    default:
      device satisfies never;
  }
}

function validateMembers(holder: 'bridge' | 'bond', members: readonly MemberInterface[]): void {
  for (const member of members) {
    const { type } = member.device;
    if (!memberTypes[holder].includes(type)) {
      throw interfaceFault(
        `interface '${member.name}' in a ${holder} has unsupported type '${type}'`,
        member.device,
        'type',
      );
    }
    validate(member);
  }
}
