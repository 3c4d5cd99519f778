import {
  attr,
  content,
  type ElementSchema,
  element,
  leaf,
  long,
  many,
  oneOf,
  str,
  type Text,
  type TypeOf,
  ulong,
  unless,
  within,
} from '../kernel/index.js';
import { embeddedDomain } from './embedded-domain.js';

const checkpointFault = { domain: 'DOMAIN_CHECKPOINT' } as const;

/** The name of a checkpoint: an element without text is none. */
const filledName = within('name', content(str));

/** A number without anything around it. */
function plain(text: Text<bigint>): Text<bigint> {
  return { ...text, read: given => (/^-?\d{1,20}$/.test(given) ? text.read(given) : undefined) };
}

const diskShape = element('disk', {
  /** The disk's target name, or the path of its source. */
  name: attr('name', str, checkpointFault),
  checkpoint: attr('checkpoint', oneOf('no', 'bitmap'), { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN_CHECKPOINT' })
    .optional,
  bitmap: attr('bitmap', str).optional,
  /** Bytes that a backup since the checkpoint would copy. */
  size: attr('size', plain(ulong)).optional,
});
/** Whether changes of one disk are recorded, and under which name. */
export interface CheckpointDisk extends TypeOf<typeof diskShape> {}
const checkpointDisk: ElementSchema<CheckpointDisk> = diskShape;

const checkpointShape = element('domaincheckpoint', {
  name: filledName.optional,
  description: leaf('description', str).optional,
  parent: within('parent', filledName).optional,
  /** Seconds since 1970. */
  creationTime: unless(within('creationTime', content(plain(long), checkpointFault)), time => time === 0n),
  disks: within('disks', many(checkpointDisk)).optional,
  /** The domain as it was. */
  domain: embeddedDomain('domain'),
});
/** A point in time since which changes of disks are recorded. */
export interface DomainCheckpoint extends TypeOf<typeof checkpointShape> {}
export const domainCheckpoint: ElementSchema<DomainCheckpoint> = checkpointShape;
