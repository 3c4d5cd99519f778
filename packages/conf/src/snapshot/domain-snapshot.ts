import {
  attr,
  child,
  claimFirst,
  type ElementSchema,
  element,
  group,
  leaf,
  long,
  many,
  oneOf,
  type OptionalField,
  optionalField,
  raw,
  str,
  type TypeOf,
  uint,
  unless,
  within,
} from '../kernel/index.js';
import { metadataCache } from '../storage/source.js';
import { diskPlace } from './disk-place.js';
import { embeddedDomain } from './embedded-domain.js';

const internal = { code: 'INTERNAL_ERROR', domain: 'DOMAIN_SNAPSHOT' } as const;
const place = oneOf('no', 'internal', 'external', 'manual');

const diskShape = element('disk', {
  /** The disk's target name, or the path of its source. */
  name: attr('name', str, internal),
  snapshot: attr('snapshot', place).optional,
  driver: within('driver', group({ type: attr('type', str).optional, metadataCache: child(metadataCache).optional }))
    .optional,
  /** Where what is written from then on goes; told apart by the `type` attribute. */
  source: diskPlace.optional,
});
/** What happens to one disk. */
export interface SnapshotDisk extends TypeOf<typeof diskShape> {}
const snapshotDisk: ElementSchema<SnapshotDisk> = diskShape;

const memoryShape = element('memory', {
  snapshot: attr('snapshot', place).optional,
  /** Where an external one is. */
  file: attr('file', str).optional,
});
/** What happens to the guest's memory. */
export interface SnapshotMemory extends TypeOf<typeof memoryShape> {}
const snapshotMemory: ElementSchema<SnapshotMemory> = memoryShape;

/** States of a domain that a snapshot can hold. */
export const snapshotState = oneOf(
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
  'disk-snapshot',
);

const name = leaf('name', str).optional;
const description = leaf('description', str).optional;
const memory = child(snapshotMemory).optional;
const disks = within('disks', many(snapshotDisk)).optional;

const snapshotShape = element('domainsnapshot', {
  name,
  description,
  state: leaf('state', snapshotState, { code: 'CONFIG_UNSUPPORTED', domain: 'DOMAIN_SNAPSHOT' }).optional,
  parent: within('parent', leaf('name', str).optional).optional,
  /** Seconds since 1970. */
  creationTime: unless(leaf('creationTime', long, internal), time => time === 0n),
  memory,
  disks,
  /** The domain as it was. */
  domain: embeddedDomain('domain', { references: true }),
  /** Its definition for the next start, where that differed. */
  inactiveDomain: embeddedDomain('inactiveDomain'),
  /** What the driver has to remember. */
  cookie: raw('cookie').optional,
  /** 1 for the snapshot that the domain is at; in the daemon's own files only. */
  active: leaf('active', uint).optional,
});
/** A snapshot of a domain. */
export interface DomainSnapshot extends TypeOf<typeof snapshotShape> {}
export const domainSnapshot: ElementSchema<DomainSnapshot> = snapshotShape;

/** A part that only snapshots have that exist; in a request for a new one it is passed over unread. */
function unread(part: string): OptionalField<undefined> {
  return optionalField<undefined>({
    claims: claimFirst(part, 'any'),
    missing: () => '',
    read: () => undefined,
  });
}

/** The document by which a snapshot is asked for. */
export const snapshotRequest: ElementSchema<DomainSnapshot> = element('domainsnapshot', {
  name,
  description,
  state: unread('state'),
  parent: unread('parent'),
  creationTime: unread('creationTime'),
  memory,
  disks,
  domain: unread('domain'),
  inactiveDomain: unread('inactiveDomain'),
  cookie: unread('cookie'),
  active: unread('active'),
});
