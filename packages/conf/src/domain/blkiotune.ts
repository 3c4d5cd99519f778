import {
  element,
  type ElementSchema,
  leaf,
  many,
  refined,
  str,
  type TypeOf,
  uint,
  ulong,
  unless,
  lenient,
} from '../kernel/index.js';
import { unsupported } from './fault-kinds.js';
import { checkedField } from '../checked.js';

/** 0 is no limit, and as good as nothing. */
const isZero = (value: number | bigint) => Number(value) === 0;

const deviceShape = element('device', {
  path: leaf('path', str, unsupported),
  weight: unless(leaf('weight', uint, unsupported), isZero),
  readIopsSec: unless(leaf('read_iops_sec', uint, unsupported), isZero),
  writeIopsSec: unless(leaf('write_iops_sec', uint, unsupported), isZero),
  readBytesSec: unless(leaf('read_bytes_sec', ulong, unsupported), isZero),
  writeBytesSec: unless(leaf('write_bytes_sec', ulong, unsupported), isZero),
});
/** Weight and limits on one block device of the host. */
export interface BlkioDevice extends TypeOf<typeof deviceShape> {}
const device: ElementSchema<BlkioDevice> = deviceShape;

function isLimited({ path: _path, ...limits }: BlkioDevice): boolean {
  return Object.values(limits).some(limit => limit !== undefined && !isZero(limit));
}

const distinct = checkedField(many(device), list => {
  const twice = list.find(({ path }, at) => list.findIndex(other => other.path === path) < at);
  return twice === undefined ? undefined : { what: `duplicate blkio device path '${twice.path}'`, kind: unsupported };
});

/** Devices without a limit are not worth a line. */
const limited = refined(distinct, list => list.filter(isLimited));

const blkiotuneShape = element('blkiotune', {
  weight: unless(leaf('weight', lenient(uint)), isZero),
  devices: unless(limited, list => list.length === 0),
});
/** The guest's share of the host's block devices. */
export interface Blkiotune extends TypeOf<typeof blkiotuneShape> {}
export const blkiotune: ElementSchema<Blkiotune> = blkiotuneShape;
