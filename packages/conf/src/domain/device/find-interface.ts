import { VirtError } from '@tsvirt/util';
import type { Interface } from '../interface.js';
import { addressText, fitsAddress, isPlace } from './same-address.js';

/**
 * The interface that a caller describes: by MAC address and place, those of them that the description gives.
 * @throws DEVICE_MISSING when none fits; OPERATION_FAILED when several do
 */
export function findInterfaceOf(interfaces: readonly Interface[], wanted: Interface): Interface {
  const mac = wanted.mac?.address;
  const fitting = interfaces.filter(
    there => (mac === undefined || there.mac?.address === mac) && fitsAddress(placeOf(wanted), there),
  );
  if (fitting.length > 1) {
    const what =
      mac === undefined ? 'multiple matching devices found' : `multiple devices matching MAC address ${mac} found`;
    throw new VirtError('OPERATION_FAILED', 'DOMAIN', what);
  }
  const [found] = fitting;
  if (found !== undefined && (wanted.alias === undefined || wanted.alias === found.alias)) return found;
  const { address } = placeOf(wanted);
  const named = (text: string | undefined) => `'${text ?? '(<null>)'}'`;
  throw new VirtError(
    'DEVICE_MISSING',
    'DOMAIN',
    `no device found at address ${named(address === undefined ? undefined : addressText(address))} matching MAC address ${named(mac)} and alias ${named(wanted.alias)}`,
  );
}

/** Only places on PCI and CCW tell interfaces apart; one on USB is no more than a bus and a model. */
function placeOf({ address }: Interface): Pick<Interface, 'address'> {
  return isPlace(address) && (address.type === 'pci' || address.type === 'ccw') ? { address } : {};
}
