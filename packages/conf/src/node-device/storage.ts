import {
  attr,
  type ElementSchema,
  element,
  group,
  leaf,
  int,
  lenient,
  oneOf,
  str,
  type Text,
  type TypeOf,
  ulong,
} from '../kernel/index.js';
import { internal } from './fault-kinds.js';
import { bareCapability, subCapability, withKnownParts } from './sub-capability.js';

const blocks = {
  logicalBlockSize: leaf('logical_block_size', ulong, internal).optional,
  blockCount: leaf('num_blocks', ulong, internal).optional,
};

/** Any number but 0 says that there is one. */
const present: Text<number> = {
  ...int,
  type: { name: 'integer', min: 0, max: 1 },
  read(text) {
    const value = int.read(text);
    return value === undefined ? undefined : Math.min(Math.abs(value), 1);
  },
};

const removableShape = element('capability', {
  type: attr('type', oneOf('removable')),
  /** 1 when a medium is in. */
  mediaAvailable: leaf('media_available', lenient(present)).default(0),
  /** In bytes. */
  mediaSize: leaf('media_size', ulong, internal),
  mediaLabel: leaf('media_label', str).optional,
  ...blocks,
});
/** The medium of a drive. */
export interface RemovableMedium extends TypeOf<typeof removableShape> {}
const removable: ElementSchema<RemovableMedium> = removableShape;

/** A disk or drive. */
export const storageCapability = withKnownParts(
  group({
    block: leaf('block', str, internal),
    bus: leaf('bus', str).optional,
    driveType: leaf('drive_type', str).optional,
    model: leaf('model', str).optional,
    vendor: leaf('vendor', str).optional,
    serial: leaf('serial', str).optional,
    removable: subCapability('removable', removable),
    /** In bytes; absent where the medium can be taken out. */
    size: leaf('size', ulong, internal).optional,
    ...blocks,
    hotpluggable: bareCapability('hotpluggable'),
  }),
  { missing: internal, known: ['removable', 'hotpluggable'], unknown: internal },
);
