import { type ElementSchema, element, leaf, str, type TypeOf, ulong, unless } from '../kernel/index.js';
import { checked } from '../checked.js';
import { wrong } from './fault-kinds.js';

/** 0 is no limit. */
const rate = (name: string) => unless(leaf(name, ulong, wrong), limit => limit === 0n);

const iotuneShape = element('iotune', {
  totalBytesSec: rate('total_bytes_sec'),
  readBytesSec: rate('read_bytes_sec'),
  writeBytesSec: rate('write_bytes_sec'),
  totalIopsSec: rate('total_iops_sec'),
  readIopsSec: rate('read_iops_sec'),
  writeIopsSec: rate('write_iops_sec'),
  totalBytesSecMax: rate('total_bytes_sec_max'),
  readBytesSecMax: rate('read_bytes_sec_max'),
  writeBytesSecMax: rate('write_bytes_sec_max'),
  totalIopsSecMax: rate('total_iops_sec_max'),
  readIopsSecMax: rate('read_iops_sec_max'),
  writeIopsSecMax: rate('write_iops_sec_max'),
  /** Bytes that count as one operation. */
  sizeIopsSec: rate('size_iops_sec'),
  /** Disks with the same group name share the limits. */
  groupName: leaf('group_name', str).optional,
  /** Seconds for which a burst may last; so are the five that follow. */
  totalBytesSecMaxLength: rate('total_bytes_sec_max_length'),
  readBytesSecMaxLength: rate('read_bytes_sec_max_length'),
  writeBytesSecMaxLength: rate('write_bytes_sec_max_length'),
  totalIopsSecMaxLength: rate('total_iops_sec_max_length'),
  readIopsSecMaxLength: rate('read_iops_sec_max_length'),
  writeIopsSecMaxLength: rate('write_iops_sec_max_length'),
});
/** Limits of a disk's throughput; absent is unlimited. */
export interface DiskIotune extends TypeOf<typeof iotuneShape> {}
export const iotune: ElementSchema<DiskIotune> = checked<DiskIotune>(iotuneShape, limits => {
  const kinds = ['BytesSec', 'IopsSec', 'BytesSecMax', 'IopsSecMax'] as const;
  const twice = kinds.find(
    kind => (limits[`total${kind}`] ?? 0n) > 0n && (limits[`read${kind}`] ?? 0n) + (limits[`write${kind}`] ?? 0n) > 0n,
  );
  return twice === undefined
    ? undefined
    : { what: `total and read/write ${limitNames[twice]} cannot be set at the same time`, kind: wrong };
});

const limitNames = {
  BytesSec: 'bytes_sec',
  IopsSec: 'iops_sec',
  BytesSecMax: 'bytes_sec_max',
  IopsSecMax: 'iops_sec_max',
} as const;
