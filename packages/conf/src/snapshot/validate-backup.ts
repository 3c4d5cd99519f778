import { isImageFormat } from '../domain/disk-driver.js';
import { placed, valueFault } from '../kernel/index.js';
import type { BackupCopy, BackupDisk, BackupServer, DomainBackup } from './domain-backup.js';
import { diskTarget, schemaFault } from './schema-words.js';

/**
 * Checks a backup's document; libvirt holds each of them to its schema, with or without a flag.
 * @throws XML_INVALID_SCHEMA for what the schema does not allow; INVALID_ARG for a disk that comes twice
 */
export function validateDomainBackup(backup: DomainBackup): void {
  placed(backup, () => validate(backup));
}

function validate({ how, incremental }: DomainBackup): void {
  const { disks } = how;
  if (how.mode === 'pull') {
    if (how.server === undefined) throw schemaFault('a backup that is pulled needs a <server>', how);
    validateServer(how.server);
  }
  if (disks?.length === 0) throw schemaFault('<disks> is empty', how, 'disks');
  for (const disk of disks ?? []) validateDisk(disk, how.mode);
  const names = new Set<string>();
  for (const disk of disks ?? []) {
    if (disk.backup !== false && disk.mode === 'incremental' && (disk.incremental ?? incremental) === undefined) {
      const detail = `'incremental' backup mode of disk '${disk.name}' requires setting 'incremental' field for disk or backup`;
      throw valueFault(['CONFIG_UNSUPPORTED', 'DOMAIN'], detail, disk, 'mode');
    }
    if (names.has(disk.name)) {
      throw valueFault(['INVALID_ARG', 'DOMAIN'], `backup disk '${disk.name}' specified twice`, disk, 'name');
    }
    names.add(disk.name);
  }
}

/** A name or an address, as the schema spells them. */
const hostName = /^[\w.:-]+$/;

function validateServer(server: BackupServer): void {
  const { transport, name, port, socket } = server;
  if (transport === 'tcp') {
    if (name === undefined || !hostName.test(name)) {
      throw schemaFault("<server> with transport 'tcp' needs a name", server, 'name');
    }
    if (socket !== undefined) throw schemaFault("<server> with transport 'tcp' has no socket", server, 'socket');
    return;
  }
  if (socket?.startsWith('/') !== true) {
    throw schemaFault("<server> with transport 'unix' needs an absolute socket", server, 'socket');
  }
  if ((name ?? port) !== undefined) {
    throw schemaFault("<server> with transport 'unix' has neither name nor port", server);
  }
}

function validateDisk(disk: BackupDisk, mode: DomainBackup['how']['mode']): void {
  const { name, backup, copy, driver } = disk;
  if (!diskTarget.test(name)) throw schemaFault(`'${name}' is no target of a disk`, disk, 'name');
  if (disk.mode === 'full' && disk.incremental !== undefined) {
    throw schemaFault(`the full backup of disk '${name}' cannot be incremental`, disk, 'incremental');
  }
  if (mode === 'push' && (disk.exportName ?? disk.exportBitmap) !== undefined) {
    throw schemaFault(`disk '${name}' is exported in backups that are pulled only`, disk, 'exportName');
  }
  if (backup === false) {
    if ((copy ?? driver) !== undefined) throw schemaFault(`disk '${name}' without a backup has a copy`, disk);
    return;
  }
  if (copy === undefined && (mode === 'push' || backup === true)) {
    throw schemaFault(`the backup of disk '${name}' needs a type`, disk, 'copy');
  }
  if (driver !== undefined && !(mode === 'pull' ? driver === 'qcow2' : isImageFormat(driver))) {
    throw schemaFault(`disk '${name}' cannot be copied as '${driver}'`, disk, 'driver');
  }
  if (mode === 'pull' && copy?.path === undefined && (driver !== undefined || copy?.type === 'block')) {
    throw schemaFault(`disk '${name}' does not say where it is written aside`, disk);
  }
  if (copy !== undefined) validateCopy(copy, name);
}

function validateCopy(copy: BackupCopy, name: string): void {
  const { path, encryption } = copy;
  if (path !== undefined && !path.startsWith('/')) {
    throw schemaFault(`path '${path}' of disk '${name}' is not absolute`, copy, 'path');
  }
  if (encryption === undefined) return;
  const { format, engine, secrets } = encryption;
  if (format !== 'luks' || (engine !== undefined && engine !== 'qemu') || (secrets ?? []).length === 0) {
    throw schemaFault(`a copy of disk '${name}' is encrypted by QEMU, as LUKS and with a secret`, encryption);
  }
}
