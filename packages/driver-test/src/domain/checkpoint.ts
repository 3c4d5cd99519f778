import { type Disk, rearranged } from '@tsvirt/conf/domain';
import { placed, sameSource, valueFault } from '@tsvirt/conf/kernel';
import { type DomainCheckpoint, parseDomainCheckpoint, validateDomainCheckpoint } from '@tsvirt/conf/snapshot';
import { type Uuid, VirtError } from '@tsvirt/util';
import { XmlWriter } from '@tsvirt/util/xml';
import { completeDefinition, type Definition, writeDefinition } from './definition.js';
import { findDisk, isEmptyDrive } from './device-lookup.js';
import type { Moment } from './moment-tree.js';

/** How one disk is part of a checkpoint: with a bitmap of what changed since, or not at all. */
export interface CheckpointDisk {
  readonly name: string;
  readonly bitmap: string | undefined;
}

/** A checkpoint of a domain. */
export interface Checkpoint extends Moment {
  readonly description: string | undefined;
  /** Seconds since 1970. */
  readonly creationTime: bigint;
  readonly disks: readonly CheckpointDisk[];
  /** What had been written to the disks when it was made, by target; absent for one that was redefined. */
  readonly written?: ReadonlyMap<string, bigint>;
  /** The domain as it was; undefined for one that was redefined without. */
  readonly definition: Definition | undefined;
}

/**
 * Reads a checkpoint document for a domain.
 * @param redefine the checkpoint exists, and the document says all about it
 * @param now seconds since 1970, for one that is made
 * @throws VirtError XML_INVALID_SCHEMA for what the format does not have, with or without a flag
 */
export function readCheckpoint(
  xml: string,
  current: Definition,
  parent: string | undefined,
  redefine: boolean,
  now: bigint,
): Checkpoint {
  const document = parseDomainCheckpoint(xml, { unknown: 'refuse' });
  // Only of one that exists does its time count. Its disks are looked at after its parent, in `fittedCheckpoint`.
  const creationTimeAsked = redefine ? document.creationTime : undefined;
  validateDomainCheckpoint(sameSource(document, { ...document, creationTime: creationTimeAsked, domain: undefined }));
  const { description } = document;
  if (!redefine) {
    const name = document.name ?? String(now);
    // The checkpoint has the definition as it is when it is read again.
    const definition = { ...rearranged(current), uuid: current.uuid };
    const disks = placed(document, () => alignedDisks(document, definition, name));
    return { name, description, parent, creationTime: now, disks, definition };
  }
  const { name, creationTime } = document;
  if (name === undefined)
    throw new VirtError('XML_ERROR', 'DOMAIN_CHECKPOINT', 'a redefined checkpoint must have a name');
  if (creationTime === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_CHECKPOINT', 'missing creationTime from existing checkpoint');
  const definition = document.domain === undefined ? undefined : completeDefinition(document.domain);
  return { name, description, parent: document.parent, creationTime, disks: listedDisks(document, name), definition };
}

/**
 * A redefined checkpoint as it fits its domain.
 * @throws VirtError INVALID_ARG for another domain's; CONFIG_UNSUPPORTED for disks that its domain does not have
 */
export function fittedCheckpoint(checkpoint: Checkpoint, uuid: Uuid): Checkpoint {
  const { name, definition, disks } = checkpoint;
  if (definition === undefined) return checkpoint;
  if (definition.uuid !== uuid)
    throw new VirtError('INVALID_ARG', 'DOMAIN_CHECKPOINT', `definition for checkpoint ${name} must use uuid ${uuid}`);
  const requests = disks.map(disk => ({ name: disk.name, bitmap: disk.bitmap, checkpoint: modeOf(disk) }));
  return { ...checkpoint, disks: alignedDisks({ disks: requests }, definition, name) };
}

const modeOf = ({ bitmap }: CheckpointDisk): 'no' | 'bitmap' => (bitmap === undefined ? 'no' : 'bitmap');

function listedDisks({ disks = [] }: DomainCheckpoint, name: string): CheckpointDisk[] {
  return disks.map(disk => ({
    name: disk.name,
    bitmap: disk.checkpoint === 'no' ? undefined : (disk.bitmap ?? name),
  }));
}

function alignedDisks(
  { disks: requested = [] }: Pick<DomainCheckpoint, 'disks'>,
  definition: Definition,
  name: string,
): CheckpointDisk[] {
  const { devices } = definition;
  const unsupported = (detail: string, holder: object): VirtError =>
    valueFault(['CONFIG_UNSUPPORTED', 'DOMAIN_CHECKPOINT'], detail, holder);
  if (devices.disks.length === 0)
    throw unsupported('domain must have at least one disk to perform checkpoints', requested);
  if (requested.length > devices.disks.length)
    throw unsupported('too many disk checkpoint requests for domain', requested);
  const requests = new Map<string, (typeof requested)[number]>();
  for (const request of requested) {
    const disk = findDisk(definition, request.name);
    if (disk === undefined) throw unsupported(`no disk named '${request.name}'`, request);
    const { dev } = disk.target;
    if (requests.has(dev)) throw unsupported(`disk '${dev}' specified twice`, request);
    if (request.checkpoint !== 'no' && !isWritten(disk))
      throw unsupported(`disk '${dev}' is empty or readonly`, request);
    requests.set(dev, request);
  }
  return devices.disks.map(disk => {
    const { dev } = disk.target;
    const request = requests.get(dev);
    const implied = requests.size === 0 && isWritten(disk);
    const wanted = request === undefined ? implied : request.checkpoint !== 'no';
    return { name: dev, bitmap: wanted ? (request?.bitmap ?? name) : undefined };
  });
}

/** Whether a guest writes to a disk at all. */
function isWritten(disk: Disk): boolean {
  return !isEmptyDrive(disk) && disk.readonly !== true;
}

/** The document as the API shows it. */
export function writeCheckpoint(
  checkpoint: Checkpoint,
  options: {
    readonly secure: boolean;
    readonly domain: boolean;
    /** Bytes of a disk that have changed since; absent: they are not shown. */
    readonly sizeOf?: ((target: string) => bigint) | undefined;
  },
): string {
  const xml = new XmlWriter({ depth: 1 });
  xml.leaf('name', checkpoint.name);
  if (checkpoint.description !== undefined) xml.leaf('description', checkpoint.description);
  if (checkpoint.parent !== undefined) xml.open('parent').leaf('name', checkpoint.parent).close();
  if (checkpoint.creationTime !== 0n) xml.leaf('creationTime', checkpoint.creationTime);
  if (checkpoint.disks.length > 0) {
    xml.open('disks');
    for (const { name, bitmap } of checkpoint.disks) {
      xml
        .open('disk')
        .attribute('name', name)
        .attribute('checkpoint', bitmap === undefined ? 'no' : 'bitmap');
      xml.attribute('bitmap', bitmap);
      if (bitmap !== undefined) xml.attribute('size', options.sizeOf?.(name));
      xml.close();
    }
    xml.close();
  }
  const view = { id: -1, inactive: true, secure: options.secure, migratable: false };
  const { definition } = checkpoint;
  const shown = options.domain && definition !== undefined;
  const domain = shown ? writeDefinition(definition, view).replace(/^(?=.)/gm, '  ') : '';
  return `<domaincheckpoint>\n${xml.toString()}${domain}</domaincheckpoint>\n`;
}
