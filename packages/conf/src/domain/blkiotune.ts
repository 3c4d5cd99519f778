import { type ElementSchema, element, leaf, many, str, type TypeOf, uint, ulong, unless } from '../kernel/index.js';

const deviceShape = element('device', {
  path: leaf('path', str),
  weight: leaf('weight', uint).optional,
  readIopsSec: leaf('read_iops_sec', uint).optional,
  writeIopsSec: leaf('write_iops_sec', uint).optional,
  readBytesSec: leaf('read_bytes_sec', ulong).optional,
  writeBytesSec: leaf('write_bytes_sec', ulong).optional,
});
/** Weight and limits on one block device of the host. */
export interface BlkioDevice extends TypeOf<typeof deviceShape> {}
const device: ElementSchema<BlkioDevice> = deviceShape;

const blkiotuneShape = element('blkiotune', {
  weight: leaf('weight', uint).optional,
  devices: unless(many(device), list => list.length === 0),
});
/** The guest's share of the host's block devices. */
export interface Blkiotune extends TypeOf<typeof blkiotuneShape> {}
export const blkiotune: ElementSchema<Blkiotune> = blkiotuneShape;
