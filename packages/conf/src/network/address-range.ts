import {
  compareIp,
  formatIp,
  type IpAddress,
  inNetwork,
  ipToBigint,
  lastOf,
  networkOf,
  parseIp,
  VirtError,
} from '@tsvirt/util';

/** The network that a range has to be in. */
export interface RangeNetwork {
  readonly address: IpAddress;
  readonly prefix: number;
}

const largest = 65536n;

/**
 * Checks that two addresses are the ends of a range, and that it is in the network.
 * @throws INTERNAL_ERROR for ends that do not go together, are outside or are too far apart
 */
export function checkRange(startText: string, endText: string, network?: RangeNetwork): void {
  const name = `range ${startText} - ${endText}`;
  const start = parseIp(startText);
  const end = parseIp(endText);
  if (start === undefined || end === undefined) throw rangeFault(`${name}: expected IP addresses`);
  if (start.family !== end.family) throw rangeFault(`mismatch of address family in ${name}`);
  if (network !== undefined) checkInside(name, start, end, network);
  if (start.family === 4 && compareIp(start, end) > 0) throw rangeFault(`${name} is reversed`);
  if (compareIp(start, end) > 0) throw rangeFault(`${name}: start larger than end`);
  if (ipToBigint(end) - ipToBigint(start) >= largest) throw rangeFault(`${name} is too large (> 65535)`);
}

function checkInside(name: string, start: IpAddress, end: IpAddress, network: RangeNetwork): void {
  const { address, prefix } = network;
  const where = `network ${formatIp(address)}/${prefix}`;
  if (start.family !== address.family) throw rangeFault(`mismatch of address family in ${name} for ${where}`);
  if (prefix < 0) throw rangeFault(`${name}: the mask of its network is none`);
  const base = networkOf(address, prefix);
  if (!inNetwork(start, base, prefix) || !inNetwork(end, base, prefix)) {
    throw rangeFault(`${name} is not entirely within ${where}`);
  }
  if (address.family === 6) return;
  if (compareIp(start, base) === 0) throw rangeFault(`start of ${name} in ${where} is the network address`);
  if (compareIp(end, lastOf(address, prefix)) === 0) {
    throw rangeFault(`end of ${name} in ${where} is the broadcast address`);
  }
}

function rangeFault(detail: string): VirtError {
  return new VirtError('INTERNAL_ERROR', 'NONE', detail);
}
