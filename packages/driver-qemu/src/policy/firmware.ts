import { join } from 'node:path';
import { VirtError } from '@tsvirt/util';
import { type FirmwareDescriptor, suits } from '../capabilities/firmware-descriptors.js';
import type { Guest } from '../definition.js';

type Os = Guest['os'];

/** The names under which descriptors know the kinds of firmware. */
const interfaces: Readonly<Record<NonNullable<Os['firmwareKind']>, string>> = { efi: 'uefi', bios: 'bios' };

/** The file in which a guest's firmware keeps its variables unless its definition names another. */
export function defaultNvramPath(folder: string, name: string): string {
  return join(folder, `${name}_VARS.fd`);
}

/** Firmware in flash that cannot be written has a file beside it for its variables: one named after the guest, by default. */
export function withNvramPath<T extends Pick<Guest, 'name' | 'os'>>(guest: T, folder: string): T {
  const { os } = guest;
  const { loader, nvram } = os;
  const hasOwn = loader?.type === 'pflash' && loader.readonly === true && loader.stateless !== true;
  if (!hasOwn || nvram?.path !== undefined || nvram?.source !== undefined) return guest;
  return { ...guest, os: { ...os, nvram: { ...nvram, path: defaultNvramPath(folder, guest.name) } } };
}

/**
 * Chooses the firmware for a guest that names only its kind, and switches on what that firmware needs.
 * @param descriptors this host's, best first
 * @throws OPERATION_FAILED when none of them does
 */
export function withFirmware(guest: Guest, descriptors: readonly FirmwareDescriptor[], nvramFolder: string): Guest {
  const { os } = guest;
  const { firmwareKind, ...rest } = os;
  if (firmwareKind === undefined) return withTemplate(guest, descriptors);
  if (os.loader?.path !== undefined && os.loader.path !== '') return guest;
  const chosen = descriptors.find(descriptor => satisfies(descriptor, guest, interfaces[firmwareKind]));
  if (chosen === undefined)
    throw new VirtError('OPERATION_FAILED', 'QEMU', `Unable to find any firmware to satisfy '${firmwareKind}'`);
  const needsSmm = chosen.features.includes('requires-smm');
  const features = needsSmm ? { ...guest.features, smm: { ...guest.features?.smm, state: true } } : guest.features;
  const { executable, nvramTemplate } = chosen;
  if (chosen.device === 'memory')
    return { ...guest, features, os: { ...rest, loader: { ...os.loader, type: 'rom', path: executable.path } } };
  const loader = {
    ...os.loader,
    type: 'pflash' as const,
    readonly: true,
    ...(needsSmm && { secure: true }),
    path: executable.path,
  };
  const nvram = nvramTemplate && { ...os.nvram, template: os.nvram?.template ?? nvramTemplate.path };
  return withNvramPath(
    { ...guest, features, os: { ...rest, loader, ...(nvram !== undefined && { nvram }) } },
    nvramFolder,
  );
}

/** Variables of firmware that is named by its path begin as the descriptor of that firmware says. */
function withTemplate(guest: Guest, descriptors: readonly FirmwareDescriptor[]): Guest {
  const { loader, nvram } = guest.os;
  if (nvram === undefined || nvram.template !== undefined || loader?.path === undefined) return guest;
  const found = descriptors.find(({ executable }) => executable.path === loader.path)?.nvramTemplate;
  return found === undefined ? guest : { ...guest, os: { ...guest.os, nvram: { ...nvram, template: found.path } } };
}

function satisfies(descriptor: FirmwareDescriptor, guest: Guest, kind: string): boolean {
  const { os, pm, features } = guest;
  const has = (name: string) => descriptor.features.includes(name);
  const wants = (name: 'secure-boot' | 'enrolled-keys') =>
    os.firmwareFeatures?.find(feature => feature.name === name)?.enabled;
  const agrees = (wish: boolean | undefined, found: boolean) => wish === undefined || wish === found;
  const { device, executable, nvramTemplate } = descriptor;
  const stateless = device === 'memory' || nvramTemplate === undefined;
  return (
    descriptor.interfaces.includes(kind) &&
    suits(descriptor, os.type.arch, os.type.machine) &&
    (device === 'memory' || (device === 'flash' && executable.format === 'raw')) &&
    (nvramTemplate?.format ?? 'raw') === 'raw' &&
    agrees(os.loader?.stateless, stateless) &&
    agrees(os.loader?.readonly === false ? false : undefined, true) &&
    agrees(wants('secure-boot'), has('secure-boot')) &&
    agrees(wants('enrolled-keys'), has('enrolled-keys')) &&
    (os.loader?.secure !== true || has('secure-boot')) &&
    (features?.smm?.state !== false || !has('requires-smm')) &&
    (pm?.suspendToMem !== true || has('acpi-s3')) &&
    (pm?.suspendToDisk !== true || has('acpi-s4')) &&
    (guest.launchSecurity === undefined || has('amd-sev'))
  );
}
