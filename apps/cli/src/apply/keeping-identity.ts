import type { Domain, Network } from '@tsvirt/conf';
import { keepingAddresses } from './keeping-addresses.js';
import { type Wanted, wanted } from './read-document.js';

/**
 * What a definition is known by and its document leaves out stays as it is: its UUID, the MAC addresses of
 * interfaces, which would be made up anew, and where devices are in the guest. Interfaces are taken for the same by their order and their sources.
 */
export function keepingIdentity(document: Wanted, existing: Wanted): Wanted {
  if (document.kind === 'domain' && existing.kind === 'domain') {
    return wanted('domain', keepingAddresses(keepingMacs(document.value, existing.value), existing.value));
  }
  if (document.kind === 'network' && existing.kind === 'network') {
    const { uuid, mac } = existing.value;
    const value: Network = {
      ...document.value,
      ...(document.value.uuid === undefined && uuid !== undefined && { uuid }),
      ...(document.value.mac === undefined && mac !== undefined && { mac }),
    };
    return wanted('network', value);
  }
  const uuid: unknown = Reflect.get(existing.value, 'uuid');
  if (Reflect.get(document.value, 'uuid') !== undefined || typeof uuid !== 'string') return document;
  return wanted(document.kind, { ...document.value, uuid });
}

function keepingMacs(given: Domain, existing: Domain): Domain {
  const free = existing.devices.interfaces.filter(
    ({ mac }) => !given.devices.interfaces.some(other => other.mac?.address === mac?.address),
  );
  const interfaces = given.devices.interfaces.map(one => {
    if (one.mac !== undefined) return one;
    const at = free.findIndex(({ source }) => source.type === one.source.type);
    const [same] = at < 0 ? [] : free.splice(at, 1);
    return same?.mac === undefined ? one : { ...one, mac: same.mac };
  });
  return {
    ...given,
    ...(given.uuid === undefined && existing.uuid !== undefined && { uuid: existing.uuid }),
    devices: { ...given.devices, interfaces },
  };
}
