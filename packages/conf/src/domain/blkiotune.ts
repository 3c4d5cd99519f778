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
} from '../kernel/index.js';

/** 0 is no limit, and as good as nothing. */
const isZero = (value: number | bigint) => Number(value) === 0;

const deviceShape = element('device', {
  path: leaf('path', str),
  weight: unless(leaf('weight', uint), isZero),
  readIopsSec: unless(leaf('read_iops_sec', uint), isZero),
  writeIopsSec: unless(leaf('write_iops_sec', uint), isZero),
  readBytesSec: unless(leaf('read_bytes_sec', ulong), isZero),
  writeBytesSec: unless(leaf('write_bytes_sec', ulong), isZero),
});
/** Weight and limits on one block device of the host. */
export interface BlkioDevice extends TypeOf<typeof deviceShape> {}
const device: ElementSchema<BlkioDevice> = deviceShape;

function isLimited({ path: _path, ...limits }: BlkioDevice): boolean {
  return Object.values(limits).some(limit => limit !== undefined && !isZero(limit));
}

/** Devices without a limit are not worth a line. */
const limited = refined(many(device), list => list.filter(isLimited));

const blkiotuneShape = element('blkiotune', {
  weight: unless(leaf('weight', uint), isZero),
  devices: unless(limited, list => list.length === 0),
});
/** The guest's share of the host's block devices. */
export interface Blkiotune extends TypeOf<typeof blkiotuneShape> {}
export const blkiotune: ElementSchema<Blkiotune> = blkiotuneShape;
