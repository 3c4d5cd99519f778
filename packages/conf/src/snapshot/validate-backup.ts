import { VirtError } from '@tsvirt/util';
import { isImageFormat } from '../domain/disk-driver.js';
import type { BackupDisk, BackupServer, DomainBackup } from './domain-backup.js';
import { diskTarget, schemaFault } from './schema-words.js';

/**
 * Checks a backup's document; libvirt holds each of them to its schema, with or without a flag.
 * @throws XML_INVALID_SCHEMA for what the schema does not allow; INVALID_ARG for a disk that comes twice
 */
export function validateDomainBackup({ how }: DomainBackup): void {
  const { disks } = how;
  if (how.mode === 'pull') validateServer(how.server);
  if (disks?.length === 0) throw schemaFault('<disks> is empty');
  for (const disk of disks ?? []) validateDisk(disk, how.mode);
  const names = (disks ?? []).map(({ name }) => name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  if (twice !== undefined) throw new VirtError('INVALID_ARG', 'DOMAIN', `backup disk '${twice}' specified twice`);
}

function validateServer(server: BackupServer | undefined): void {
  if (server === undefined) throw schemaFault('a backup that is pulled needs a <server>');
  const { transport, name, port, socket } = server;
  if (transport === 'tcp') {
    if (name === undefined || name === '') throw schemaFault("<server> with transport 'tcp' needs a name");
    if (socket !== undefined) throw schemaFault("<server> with transport 'tcp' has no socket");
    return;
  }
  if (socket?.startsWith('/') !== true) throw schemaFault("<server> with transport 'unix' needs an absolute socket");
  if ((name ?? port) !== undefined) throw schemaFault("<server> with transport 'unix' has neither name nor port");
}

function validateDisk(disk: BackupDisk, mode: DomainBackup['how']['mode']): void {
  const { name, backup, copy, driver } = disk;
  if (!diskTarget.test(name)) throw schemaFault(`'${name}' is no target of a disk`);
  if (disk.mode === 'full' && disk.incremental !== undefined)
    throw schemaFault(`the full backup of disk '${name}' cannot be incremental`);
  if (mode === 'push' && (disk.exportName ?? disk.exportBitmap) !== undefined)
    throw schemaFault(`disk '${name}' is exported in backups that are pulled only`);
  if (backup === false) {
    if (copy !== undefined || driver !== undefined) throw schemaFault(`disk '${name}' without a backup has a copy`);
    return;
  }
  if (mode === 'push' && copy === undefined) throw schemaFault(`the backup of disk '${name}' needs a type`);
  if (driver !== undefined && !(mode === 'pull' ? driver === 'qcow2' : isImageFormat(driver)))
    throw schemaFault(`disk '${name}' cannot be copied as '${driver}'`);
  const path = copy?.path;
  if (path !== undefined && !path.startsWith('/'))
    throw schemaFault(`path '${path}' of disk '${name}' is not absolute`);
}
