import type { Disk } from '../disk.js';
import type { DiskDriver } from '../disk-driver.js';
import { unsupported } from './unsupported.js';

/** What another process that serves the disk does in its own way, by the words of the document. */
const parts: readonly (readonly [key: keyof Disk, word: string])[] = [
  ['readonly', 'readonly'],
  ['shareable', 'shareable'],
  ['transient', 'transient'],
  ['serial', 'serial'],
  ['wwn', 'wwn'],
  ['vendor', 'vendor'],
  ['product', 'product'],
  ['geometry', 'geometry'],
  ['blockio', 'blockio'],
  ['backingStore', 'backingStore'],
  ['iotune', 'iotune'],
  ['auth', 'auth'],
  ['encryption', 'encryption'],
];
const driverParts: readonly (readonly [key: keyof DiskDriver, word: string])[] = [
  ['errorPolicy', 'error_policy'],
  ['readErrorPolicy', 'error_policy'],
  ['io', 'io'],
  ['ioeventfd', 'ioeventfd'],
  ['copyOnRead', 'copy_on_read'],
  ['discard', 'discard'],
  ['iothread', 'iothread'],
  ['detectZeroes', 'detect_zeroes'],
];

/** Checks a disk that a vhost-user process serves. @throws CONFIG_UNSUPPORTED */
export function validateVhostUserDisk(disk: Disk): void {
  const { driver, target, source, snapshot } = disk;
  if (snapshot !== undefined && snapshot !== 'no') {
    throw unsupported('only snapshot=no is supported with vhostuser disk', disk, 'snapshot');
  }
  if (target.bus !== 'virtio') throw unsupported('vhostuser disk supports only virtio bus', target, 'bus');
  for (const [key, word] of parts) {
    if (disk[key] !== undefined) throw unsupported(refusal(word), disk, key);
  }
  if (source.auth !== undefined) throw unsupported(refusal('auth'), source.auth);
  if (source.encryption !== undefined) throw unsupported(refusal('encryption'), source.encryption);
  if (driver === undefined) return;
  if (driver.cache !== undefined && driver.cache !== 'default') throw unsupported(refusal('cache'), driver, 'cache');
  for (const [key, word] of driverParts) {
    if (driver[key] !== undefined) throw unsupported(refusal(word), driver, key);
  }
}

function refusal(word: string): string {
  return `${word} is not supported with vhostuser disk`;
}
