import { type ErrorCode, VirtError } from '@tsvirt/util';
import type { Domain } from '../domain/domain.js';
import { pathOfDisk } from './align-disks.js';
import { diskName, schemaFault } from './schema-words.js';
import type { CheckpointDisk, DomainCheckpoint } from './domain-checkpoint.js';
import { checkParent } from './validate-snapshot.js';

/** What the schema of checkpoints allows for names. */
const checkpointName = /^[\w-][\w.-]*$/;

function checkpointFault(detail: string, code: ErrorCode): VirtError {
  return new VirtError(code, 'DOMAIN_CHECKPOINT', detail);
}

/**
 * Checks a checkpoint's document; libvirt holds each of them to its schema, with or without a flag. One that says its
 * time describes a checkpoint that exists: then its disks must be disks of the domain in it.
 * @throws XML_INVALID_SCHEMA for what the schema does not allow; XML_ERROR without a name; CONFIG_UNSUPPORTED for disks
 *   that come twice or that the domain does not have; INVALID_ARG for one that is its own parent
 */
export function validateDomainCheckpoint(checkpoint: DomainCheckpoint): void {
  const { name, parent, creationTime, disks, domain } = checkpoint;
  for (const each of [name, parent])
    if (each !== undefined && !checkpointName.test(each)) throw schemaFault(`'${each}' is no name of a checkpoint`);
  if (creationTime !== undefined && creationTime < 0n) throw schemaFault(`'${creationTime}' is no time`);
  if (disks?.length === 0) throw schemaFault('<disks> is empty');
  for (const disk of disks ?? []) validateDisk(disk);
  const names = (disks ?? []).map(disk => disk.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw checkpointFault(`disk '${twice}' specified twice`, 'CONFIG_UNSUPPORTED');
  if (creationTime === undefined) return;
  if (name === undefined) throw checkpointFault('a redefined checkpoint must have a name', 'XML_ERROR');
  if (domain !== undefined) checkDisks(names, domain);
  checkParent(name, parent);
}

function validateDisk({ name, checkpoint, bitmap, size }: CheckpointDisk): void {
  if (!diskName.test(name)) throw schemaFault(`'${name}' is neither a target nor a path of a disk`);
  if (checkpoint === 'no' && (bitmap ?? size) !== undefined)
    throw schemaFault(`disk '${name}' has a bitmap without a checkpoint`);
}

function checkDisks(names: readonly string[], { devices: { disks } }: Domain): void {
  if (disks.length === 0)
    throw checkpointFault('domain must have at least one disk to perform checkpoints', 'CONFIG_UNSUPPORTED');
  const unknown = names.find(name => !disks.some(disk => disk.target.dev === name || pathOfDisk(disk) === name));
  if (unknown !== undefined) throw checkpointFault(`no disk named '${unknown}'`, 'CONFIG_UNSUPPORTED');
}
