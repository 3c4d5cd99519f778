import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isErrno, type Logger } from '@tsvirt/util';
import { readFileText } from '@tsvirt/util/host';
import { isObject } from '../monitor/qmp-message.js';
import { strings } from './qmp-replies.js';

/** A firmware image and what it is for, as a descriptor of QEMU's interoperability format (docs/interop/firmware.json) tells. */
export interface FirmwareDescriptor {
  /** The descriptor's file name; lower ones are preferred. */
  readonly name: string;
  /** `uefi`, `bios`, ... */
  readonly interfaces: readonly string[];
  /** How the image is attached: `flash`, `memory`, `kernel`. */
  readonly device: string;
  readonly executable: { readonly path: string; readonly format: string };
  /** What a guest's variables begin as; absent where the firmware keeps none. */
  readonly nvramTemplate?: { readonly path: string; readonly format: string };
  /** QEMU's names of architectures (`i386`, `x86_64`) and patterns of machine types. */
  readonly targets: readonly { readonly architecture: string; readonly machines: readonly string[] }[];
  /** `secure-boot`, `requires-smm`, `enrolled-keys`, ... */
  readonly features: readonly string[];
}

const maxDescriptorBytes = 256 * 1024;
const systemFolders = ['/usr/share/qemu/firmware', '/etc/qemu/firmware'] as const;

/** Where descriptors are: the distribution's, the administrator's and, for a user's daemon, the user's own. The later wins. */
export function firmwareFolders(privileged: boolean, environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const home = environment['XDG_CONFIG_HOME'] ?? (environment['HOME'] && path.join(environment['HOME'], '.config'));
  return privileged || home === undefined || home === ''
    ? systemFolders
    : [...systemFolders, path.join(home, 'qemu/firmware')];
}

/**
 * The firmware of this host in order of preference: by file name over all folders, where a file hides the one of the same
 * name in an earlier folder, and an empty file hides it without giving one. Files that can't be read are logged and skipped.
 */
export async function readFirmwareDescriptors(folders: readonly string[], log: Logger): Promise<FirmwareDescriptor[]> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of await descriptorNames(folder)) files.set(name, path.join(folder, name));
  }
  const found: FirmwareDescriptor[] = [];
  for (const [name, file] of [...files].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    try {
      const text = await readFileText(file, { maxBytes: maxDescriptorBytes, domain: 'QEMU' });
      if (text === undefined || text === '') continue;
      const descriptor = readDescriptor(name, JSON.parse(text));
      if (descriptor === undefined) log.warn(`firmware descriptor ${file} does not describe an image that can be used`);
      else found.push(descriptor);
    } catch (reason) {
      log.warn(`firmware descriptor ${file} can't be read: ${String(reason)}`);
    }
  }
  return found;
}

async function descriptorNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter(name => name.endsWith('.json') && !name.startsWith('.'));
  } catch (reason) {
    if (isErrno(reason, 'ENOENT', 'EACCES', 'ENOTDIR')) return [];
    throw reason;
  }
}

function readDescriptor(name: string, value: unknown): FirmwareDescriptor | undefined {
  if (!isObject(value) || !isObject(value['mapping'])) return undefined;
  const { mapping, targets } = value;
  const { device } = mapping;
  const executable = readImage(device === 'flash' ? mapping['executable'] : mapping);
  const nvramTemplate = readImage(mapping['nvram-template']);
  if (typeof device !== 'string' || executable === undefined || !Array.isArray(targets)) return undefined;
  return {
    name,
    interfaces: strings(value['interface-types']),
    device,
    executable,
    ...(nvramTemplate !== undefined && { nvramTemplate }),
    targets: targets
      .filter(isObject)
      .flatMap(({ architecture, machines }) =>
        typeof architecture === 'string' ? [{ architecture, machines: strings(machines) }] : [],
      ),
    features: strings(value['features']),
  };
}

function readImage(value: unknown): FirmwareDescriptor['executable'] | undefined {
  if (!isObject(value)) return undefined;
  const { filename, format } = value;
  if (typeof filename !== 'string' || !path.isAbsolute(filename)) return undefined;
  return { path: filename, format: typeof format === 'string' ? format : 'raw' };
}

/** Whether firmware is for a machine: its canonical name, or an alias, must fit one of the patterns. */
export function suits(descriptor: FirmwareDescriptor, arch: string, machine: string): boolean {
  const target = arch === 'i686' ? 'i386' : arch;
  return descriptor.targets.some(
    ({ architecture, machines }) => architecture === target && machines.some(pattern => fits(machine, pattern)),
  );
}

/** Shell patterns with `*` and `?`, which is all that descriptors use. */
function fits(text: string, pattern: string): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
