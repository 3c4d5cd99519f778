import {
  attr,
  type ElementSchema,
  element,
  leaf,
  long,
  many,
  oneOf,
  str,
  type TypeOf,
  ulong,
  within,
} from '../kernel/index.js';
import { embeddedDomain } from './embedded-domain.js';

const checkpointFault = { domain: 'DOMAIN_CHECKPOINT' } as const;

const diskShape = element('disk', {
  /** The disk's target name, or the path of its source. */
  name: attr('name', str, checkpointFault),
  checkpoint: attr('checkpoint', oneOf('no', 'bitmap'), { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN_CHECKPOINT' })
    .optional,
  bitmap: attr('bitmap', str).optional,
  /** Bytes that a backup since the checkpoint would copy. */
  size: attr('size', ulong).optional,
});
/** Whether changes of one disk are recorded, and under which name. */
export interface CheckpointDisk extends TypeOf<typeof diskShape> {}
const checkpointDisk: ElementSchema<CheckpointDisk> = diskShape;

const checkpointShape = element('domaincheckpoint', {
  name: leaf('name', str).optional,
  description: leaf('description', str).optional,
  parent: within('parent', leaf('name', str)).optional,
  /** Seconds since 1970. */
  creationTime: leaf('creationTime', long, checkpointFault).optional,
  disks: within('disks', many(checkpointDisk)).optional,
  /** The domain as it was. */
  domain: embeddedDomain(),
});
/** A point in time since which changes of disks are recorded. */
export interface DomainCheckpoint extends TypeOf<typeof checkpointShape> {}
export const domainCheckpoint: ElementSchema<DomainCheckpoint> = checkpointShape;
