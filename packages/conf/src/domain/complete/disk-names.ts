import type { DiskTarget } from '../disk.js';

const prefixes = ['fd', 'hd', 'vd', 'sd', 'xvd', 'ubd'] as const;
const pattern = /^(fd|hd|vd|sd|xvd|ubd)([a-z]{1,6})\d*$/;

/** The number of a disk by its name: 0 for `vda`, 26 for `vdaa`; undefined for names of another kind. */
export function diskIndex(name: string): number | undefined {
  const letters = pattern.exec(name)?.[2];
  if (letters === undefined) return undefined;
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 96;
  return index - 1;
}

/** The name of a disk by its number. */
export function diskName(prefix: (typeof prefixes)[number], index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  }
  return prefix + letters;
}

/** The bus that a disk's name speaks of. */
export function busOfName(name: string): DiskTarget['bus'] {
  if (name.startsWith('hd')) return 'ide';
  if (name.startsWith('sd')) return 'scsi';
  if (name.startsWith('vd')) return 'virtio';
  if (name.startsWith('xvd')) return 'xen';
  if (name.startsWith('ubd')) return 'uml';
  return undefined;
}
