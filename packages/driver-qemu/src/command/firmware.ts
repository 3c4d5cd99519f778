import type { Guest } from '../definition.js';
import { VirtError } from '@tsvirt/util';
import type { CommandContext } from './context.js';

/** The part of `-machine` that names the flash images. */
export function firmwareMachineParts({ os }: Guest): readonly string[] {
  if (os.loader?.type !== 'pflash') return [];
  return ['pflash0=libvirt-pflash0-format', ...(hasNvram({ os }) ? ['pflash1=libvirt-pflash1-format'] : [])];
}

/** Firmware images: flash as block nodes that the machine refers to, or a ROM. Comes before the machine. */
export function firmware({ domain, args }: CommandContext): void {
  const { loader, nvram } = domain.os;
  if (loader?.path === undefined || loader.path === '') return;
  if (loader.type !== 'pflash') return;
  args.blockdev({
    driver: 'file',
    filename: loader.path,
    'node-name': 'libvirt-pflash0-storage',
    'auto-read-only': true,
    discard: 'unmap',
  });
  args.blockdev({
    'node-name': 'libvirt-pflash0-format',
    'read-only': loader.readonly ?? false,
    driver: 'raw',
    file: 'libvirt-pflash0-storage',
  });
  if (!hasNvram(domain) || nvram === undefined) return;
  const file = nvramPath(domain);
  if (file === undefined) throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', 'only files are supported as NVRAM');
  args.blockdev({
    driver: 'file',
    filename: file,
    'node-name': 'libvirt-pflash1-storage',
    'auto-read-only': true,
    discard: 'unmap',
  });
  args.blockdev({
    'node-name': 'libvirt-pflash1-format',
    'read-only': false,
    driver: 'raw',
    file: 'libvirt-pflash1-storage',
  });
}

/** Whether there is a place for the firmware's variables: a template alone is none. */
function hasNvram({ os: { nvram } }: Pick<Guest, 'os'>): boolean {
  return nvram?.path !== undefined || nvram?.source !== undefined;
}

/** The file that holds the firmware's variables; undefined without one. */
export function nvramPath({ os: { nvram } }: Guest): string | undefined {
  return nvram?.path ?? (nvram?.source?.type === 'file' ? nvram.source.file : undefined);
}

/** Flash that only firmware in system management mode may write. */
export function firmwareGlobals({ domain, args }: CommandContext): void {
  if (domain.os.loader?.secure === true) args.option('global', 'driver=cfi.pflash01,property=secure,value=on');
}

/** A BIOS as a ROM. */
export function bios({ domain, args }: CommandContext): void {
  const { loader } = domain.os;
  if (loader?.path !== undefined && loader.path !== '' && loader.type !== 'pflash') args.option('bios', loader.path);
}
