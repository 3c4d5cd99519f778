import type { ErrorCode, VirtError } from '@tsvirt/util';
import type { Domain } from '../domain/domain.js';
import { placed, type PropertyName, valueFault } from '../kernel/index.js';
import { pathOfDisk } from './align-disks.js';
import { diskName, schemaFault } from './schema-words.js';
import type { CheckpointDisk, DomainCheckpoint } from './domain-checkpoint.js';
import { checkParent } from './validate-snapshot.js';

/** What the schema of checkpoints allows for names. */
const checkpointName = /^[\w-][\w.-]*$/;

function checkpointFault<T extends object>(
  code: ErrorCode,
  detail: string,
  holder: T,
  key?: PropertyName<T>,
): VirtError {
  return valueFault([code, 'DOMAIN_CHECKPOINT'], detail, holder, key);
}

/**
 * Checks a checkpoint's document; libvirt holds each of them to its schema, with or without a flag. One that says its
 * time describes a checkpoint that exists: then its disks must be disks of the domain in it.
 * @throws XML_INVALID_SCHEMA for what the schema does not allow; XML_ERROR without a name; CONFIG_UNSUPPORTED for disks
 *   that come twice or that the domain does not have; INVALID_ARG for one that is its own parent
 */
export function validateDomainCheckpoint(checkpoint: DomainCheckpoint): void {
  placed(checkpoint, () => validate(checkpoint));
}

function validate(checkpoint: DomainCheckpoint): void {
  const { name, creationTime, disks = [], domain } = checkpoint;
  checkWords(checkpoint);
  // Of a checkpoint that exists, disks are only looked at beside its domain.
  if (creationTime === undefined || domain !== undefined) checkTwins(disks);
  if (creationTime === undefined) return;
  if (name === undefined) {
    throw checkpointFault('XML_ERROR', 'a redefined checkpoint must have a name', checkpoint, 'name');
  }
  if (domain !== undefined) checkDisks(disks, domain);
  checkParent(checkpoint);
}

function checkWords(checkpoint: DomainCheckpoint): void {
  const { creationTime, disks } = checkpoint;
  for (const key of ['name', 'parent'] as const) {
    const text = checkpoint[key];
    if (text !== undefined && !checkpointName.test(text)) {
      throw schemaFault(`'${text}' is no name of a checkpoint`, checkpoint, key);
    }
  }
  if (creationTime !== undefined && creationTime < 0n) {
    throw schemaFault(`'${creationTime}' is no time`, checkpoint, 'creationTime');
  }
  if (disks?.length === 0) throw schemaFault('<disks> is empty', checkpoint, 'disks');
  for (const disk of disks ?? []) checkDiskWords(disk);
}

function checkDiskWords(disk: CheckpointDisk): void {
  const { name, checkpoint, bitmap, size } = disk;
  if (!diskName.test(name)) throw schemaFault(`'${name}' is neither a target nor a path of a disk`, disk, 'name');
  if (checkpoint === 'no' && (bitmap ?? size) !== undefined) {
    throw schemaFault(`disk '${name}' has a bitmap without a checkpoint`, disk);
  }
}

function checkTwins(disks: readonly CheckpointDisk[]): void {
  const names = new Set<string>();
  for (const disk of disks) {
    if (names.has(disk.name)) {
      throw checkpointFault('CONFIG_UNSUPPORTED', `disk '${disk.name}' specified twice`, disk, 'name');
    }
    names.add(disk.name);
  }
}

function checkDisks(asked: readonly CheckpointDisk[], { devices: { disks } }: Domain): void {
  if (disks.length === 0) {
    const detail = 'domain must have at least one disk to perform checkpoints';
    throw checkpointFault('CONFIG_UNSUPPORTED', detail, disks);
  }
  const unknown = asked.find(({ name }) => !disks.some(disk => disk.target.dev === name || pathOfDisk(disk) === name));
  if (unknown !== undefined) {
    throw checkpointFault('CONFIG_UNSUPPORTED', `no disk named '${unknown.name}'`, unknown, 'name');
  }
}
