import type { DomainInterface } from '../../protocol/domain-shapes.js';
import { IPAddrType } from '../../protocol/enums/index.js';
import { nameOf, type NameOf } from '../flag-options.js';

/** An interface of a guest with its addresses. */
export interface GuestInterface {
  /** Its name, as the source of the answer knows it. */
  readonly name: string;
  readonly mac: string | undefined;
  readonly addresses: readonly GuestAddress[];
}

/** An IP address with the length of its prefix. */
export interface GuestAddress {
  readonly type: NameOf<typeof IPAddrType>;
  readonly address: string;
  readonly prefix: number;
}

export function guestInterfaceOf({ name, hwaddr, addrs }: DomainInterface): GuestInterface {
  return {
    name,
    mac: hwaddr ?? undefined,
    addresses: addrs.map(({ type, addr, prefix }) => ({ type: nameOf(IPAddrType, type), address: addr, prefix })),
  };
}
