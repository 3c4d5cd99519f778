import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** libvirt's architecture names where QEMU's binaries are named otherwise. */
const archOfTarget: Readonly<Record<string, string>> = { i386: 'i686', arm: 'armv7l' };

export interface Emulator {
  /** libvirt's name of the guest architecture. */
  readonly arch: string;
  readonly binary: string;
}

const prefix = 'qemu-system-';

/**
 * The QEMU binaries in the folders of PATH, the earlier folder first, one for each architecture, in order of their names.
 * Variants of a target (`qemu-system-x86_64-microvm`) are left out: they are chosen by path in a definition.
 */
export async function findEmulators(searchPath: string = process.env['PATH'] ?? '/usr/bin:/bin'): Promise<Emulator[]> {
  const found = new Map<string, Emulator>();
  for (const folder of searchPath.split(':')) {
    if (!path.isAbsolute(folder)) continue;
    const names = await readdir(folder).catch(() => []); // a folder of PATH that is missing or closed holds no emulator for us
    for (const name of names.toSorted((one, other) => (one < other ? -1 : 1))) {
      const target = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      if (!/^[a-z0-9_]+$/.test(target)) continue;
      const arch = archOfTarget[target] ?? target;
      if (!found.has(arch)) found.set(arch, { arch, binary: path.join(folder, name) });
    }
  }
  return [...found.values()];
}
