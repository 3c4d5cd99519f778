import {
  compareIp,
  formatIp,
  type IpAddress,
  inNetwork,
  ipToBigint,
  lastOf,
  networkOf,
  parseIp,
  type VirtError,
} from '@tsvirt/util';
import { valueFault } from '../kernel/index.js';

/** Two addresses, as the document has them. */
interface Range {
  readonly start: string;
  readonly end: string;
}

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
export function checkRange(range: Range, network?: RangeNetwork): void {
  const name = `range ${range.start} - ${range.end}`;
  const start = parseIp(range.start);
  const end = parseIp(range.end);
  const rangeFault = (detail: string) => faultOf(range, detail);
  if (start === undefined || end === undefined) throw rangeFault(`${name}: expected IP addresses`);
  if (start.family !== end.family) throw rangeFault(`mismatch of address family in ${name}`);
  if (network !== undefined) checkInside(range, start, end, network);
  if (start.family === 4 && compareIp(start, end) > 0) throw rangeFault(`${name} is reversed`);
  if (compareIp(start, end) > 0) throw rangeFault(`${name}: start larger than end`);
  if (ipToBigint(end) - ipToBigint(start) >= largest) throw rangeFault(`${name} is too large (> 65535)`);
}

function checkInside(range: Range, start: IpAddress, end: IpAddress, network: RangeNetwork): void {
  const { address, prefix } = network;
  const name = `range ${range.start} - ${range.end}`;
  const rangeFault = (detail: string, key?: keyof Range) => faultOf(range, detail, key);
  const where = `network ${formatIp(address)}/${prefix}`;
  if (start.family !== address.family) throw rangeFault(`mismatch of address family in ${name} for ${where}`);
  if (prefix < 0) throw rangeFault(`${name}: the mask of its network is none`);
  const base = networkOf(address, prefix);
  if (!inNetwork(start, base, prefix) || !inNetwork(end, base, prefix)) {
    throw rangeFault(`${name} is not entirely within ${where}`);
  }
  if (address.family === 6) return;
  if (compareIp(start, base) === 0) throw rangeFault(`start of ${name} in ${where} is the network address`, 'start');
  if (compareIp(end, lastOf(address, prefix)) === 0) {
    throw rangeFault(`end of ${name} in ${where} is the broadcast address`, 'end');
  }
}

function faultOf(range: Range, detail: string, key?: keyof Range): VirtError {
  return valueFault(['INTERNAL_ERROR', 'NONE'], detail, range, key);
}
