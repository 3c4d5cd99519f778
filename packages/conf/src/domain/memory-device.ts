import {
  attr,
  cpuList,
  type ElementSchema,
  element,
  flag,
  group,
  hexBig,
  leaf,
  live,
  oneOf,
  scaledKiB,
  str,
  type TypeOf,
  uint,
  uuid,
  within,
  yesNo,
} from '../kernel/index.js';
import { settled } from '../checked.js';
import { deviceInfo } from './device-info.js';
import { present } from '../missing.js';
import { internal, wrong } from './fault-kinds.js';

const memoryDeviceShape = element('memory', {
  model: attr('model', oneOf('dimm', 'nvdimm', 'virtio-pmem', 'virtio-mem', 'sgx-epc')),
  access: attr('access', oneOf('shared', 'private')).optional,
  discard: attr('discard', yesNo).optional,
  /** Absent for an nvdimm on old pSeries guests only. */
  uuid: leaf('uuid', uuid, internal).optional,
  source: within(
    'source',
    group({
      nodemask: leaf('nodemask', cpuList).optional,
      pagesizeKiB: scaledKiB('pagesize').optional,
      path: leaf('path', str).optional,
      alignsizeKiB: scaledKiB('alignsize').optional,
      pmem: flag('pmem'),
    }),
  ).optional,
  target: present(
    within(
      'target',
      group({
        sizeKiB: scaledKiB('size'),
        /** Guest NUMA cell. */
        node: leaf('node', uint, wrong).optional,
        labelSizeKiB: within('label', scaledKiB('size')).optional,
        readonly: flag('readonly'),
        blockKiB: scaledKiB('block').optional,
        requestedKiB: scaledKiB('requested').optional,
        currentKiB: live(scaledKiB('current')),
        /** Guest physical address at which it appears. */
        addressBase: within('address', attr('base', hexBig(1))).optional,
      }),
    ),
    wrong,
  ),
  ...deviceInfo,
});
/** A module of memory that can be plugged. */
export interface MemoryDevice extends TypeOf<typeof memoryDeviceShape> {}
export const memoryDevice: ElementSchema<MemoryDevice> = settled<MemoryDevice>(memoryDeviceShape, ownParts);

/** What a module of that model has: libvirt passes over what belongs to others. */
function ownParts(device: MemoryDevice): MemoryDevice {
  const { model, source, target, ...rest } = device;
  const { labelSizeKiB, readonly, blockKiB, requestedKiB, currentKiB, addressBase, ...common } = target;
  return {
    ...rest,
    model,
    ...(source !== undefined && { source: ownSource(model, source) }),
    target: {
      ...common,
      ...(model === 'nvdimm' && { labelSizeKiB, readonly }),
      ...(model === 'virtio-mem' && { blockKiB, requestedKiB, currentKiB }),
      ...((model === 'virtio-mem' || model === 'virtio-pmem') && { addressBase }),
    },
  };
}

type Source = NonNullable<MemoryDevice['source']>;

function ownSource(model: MemoryDevice['model'], source: Source): Source {
  const { path, alignsizeKiB, pmem, pagesizeKiB, nodemask } = source;
  switch (model) {
    case 'nvdimm':
      return { path, alignsizeKiB, pmem };
    case 'virtio-pmem':
      return { path };
    case 'sgx-epc':
      return { nodemask };
    default:
      return { pagesizeKiB, nodemask };
  }
}
