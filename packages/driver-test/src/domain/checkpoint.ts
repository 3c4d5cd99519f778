import { VirtError } from '@tsvirt/util';
import { attribute, child, children, formatElement, XmlWriter } from '@tsvirt/util/xml';
import { childText, readDocument } from '../host/document.js';
import { type Definition, readDefinition, writeDefinition } from './definition.js';
import { diskPath, findDisk } from './device-lookup.js';
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
  readonly definition: Definition;
}

/**
 * Reads a checkpoint document for a domain.
 * @param redefine the checkpoint exists, and the document says all about it
 * @param now seconds since 1970, for one that is made
 * @throws VirtError
 */
export function readCheckpoint(
  xml: string,
  current: Definition,
  parent: string | undefined,
  redefine: boolean,
  now: bigint,
): Checkpoint {
  const root = readDocument(xml, 'domaincheckpoint', 'DOMAIN_CHECKPOINT', 'domain_checkpoint');
  const time = childText(root, 'creationTime');
  const given = childText(root, 'name');
  if (redefine && given === undefined)
    throw new VirtError('XML_ERROR', 'DOMAIN_CHECKPOINT', 'a redefined checkpoint must have a name');
  if (redefine && (time === undefined || !/^\d{1,18}$/.test(time)))
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_CHECKPOINT', 'missing creationTime from existing checkpoint');
  const creationTime = redefine && time !== undefined ? BigInt(time) : now;
  const name = given ?? String(creationTime);
  const domain = child(root, 'domain');
  if (redefine && domain === undefined)
    throw new VirtError('INTERNAL_ERROR', 'DOMAIN_CHECKPOINT', 'missing domain in checkpoint');
  const definition = redefine && domain !== undefined ? readDefinition(formatElement(domain)) : current;
  const old = child(root, 'parent');
  const disks = child(root, 'disks');
  const requests = new Map<string, { readonly mode: string; readonly bitmap: string | undefined }>();
  for (const element of disks === undefined ? [] : children(disks, 'disk')) {
    const diskName = attribute(element, 'name') ?? '';
    const disk = findDisk(definition, diskName);
    if (disk === undefined)
      throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN_CHECKPOINT', `no disk named '${diskName}'`);
    requests.set(disk.target.dev, {
      mode: attribute(element, 'checkpoint') ?? 'bitmap',
      bitmap: attribute(element, 'bitmap'),
    });
  }
  return {
    name,
    description: childText(root, 'description'),
    parent: redefine ? (old === undefined ? undefined : childText(old, 'name')) : parent,
    creationTime,
    disks: definition.devices.disks.map(disk => {
      const request = requests.get(disk.target.dev);
      const wanted = requests.size === 0 ? diskPath(disk) !== undefined && !disk.readonly : request?.mode === 'bitmap';
      return { name: disk.target.dev, bitmap: wanted ? (request?.bitmap ?? name) : undefined };
    }),
    definition,
  };
}

/** The document as the API shows it. */
export function writeCheckpoint(
  checkpoint: Checkpoint,
  options: { readonly secure: boolean; readonly domain: boolean },
): string {
  const xml = new XmlWriter({ depth: 1 });
  xml.leaf('name', checkpoint.name);
  if (checkpoint.description !== undefined) xml.leaf('description', checkpoint.description);
  if (checkpoint.parent !== undefined) xml.open('parent').leaf('name', checkpoint.parent).close();
  xml.leaf('creationTime', checkpoint.creationTime);
  if (checkpoint.disks.length > 0) {
    xml.open('disks');
    for (const { name, bitmap } of checkpoint.disks) {
      xml
        .open('disk')
        .attribute('name', name)
        .attribute('checkpoint', bitmap === undefined ? 'no' : 'bitmap');
      xml.attribute('bitmap', bitmap).close();
    }
    xml.close();
  }
  const view = { id: -1, inactive: true, secure: options.secure, migratable: false };
  const domain = options.domain ? writeDefinition(checkpoint.definition, view).replace(/^(?=.)/gm, '  ') : '';
  return `<domaincheckpoint>\n${xml.toString()}${domain}</domaincheckpoint>\n`;
}
