import {
  attr,
  type ElementSchema,
  element,
  group,
  leaf,
  oneOf,
  range,
  str,
  type TypeOf,
  ulong,
} from '../kernel/index.js';
import { bareCapability, subCapability } from './sub-capability.js';

const nodedev = { domain: 'NODEDEV' } as const;

const blocks = {
  logicalBlockSize: leaf('logical_block_size', ulong, nodedev).optional,
  blockCount: leaf('num_blocks', ulong, nodedev).optional,
};

const removableShape = element('capability', {
  type: attr('type', oneOf('removable')),
  /** 1 when a medium is in. */
  mediaAvailable: leaf('media_available', range(0, 1), nodedev),
  /** In bytes. */
  mediaSize: leaf('media_size', ulong, nodedev),
  mediaLabel: leaf('media_label', str).optional,
  ...blocks,
});
/** The medium of a drive. */
export interface RemovableMedium extends TypeOf<typeof removableShape> {}
const removable: ElementSchema<RemovableMedium> = removableShape;

/** A disk or drive. */
export const storageCapability = group({
  block: leaf('block', str, nodedev),
  bus: leaf('bus', str).optional,
  driveType: leaf('drive_type', str).optional,
  model: leaf('model', str).optional,
  vendor: leaf('vendor', str).optional,
  serial: leaf('serial', str).optional,
  removable: subCapability('removable', removable),
  /** In bytes; absent where the medium can be taken out. */
  size: leaf('size', ulong, nodedev).optional,
  ...blocks,
  hotpluggable: bareCapability('hotpluggable'),
});
