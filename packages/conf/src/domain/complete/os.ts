import { valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import type { FirmwareFeature, Os } from '../os.js';

/** Keeps of the boot settings what the kind of guest has, and fills in what the rest implies. */
export function completeOs(domain: Domain): Domain {
  const { os, bootloader, bootloaderArgs } = domain;
  if (os === undefined) return domain;
  const type = paravirtualType(domain, os);
  // Its older name for other hypervisors than Xen, a paravirtual guest boots what its bootloader finds.
  const bare = type === 'linux' && domain.type !== 'xen';
  const settled = { ...(bare ? { smbios: os.smbios } : kept(os, type)), type: { ...os.type, type } };
  return {
    ...domain,
    os: settled,
    // An empty one makes a guest without a type one of Xen's, and then says nothing.
    ...(bootloader === '' && { bootloader: undefined }),
    ...((bootloader ?? '') === '' && bootloaderArgs !== undefined && { bootloaderArgs: undefined }),
  };
}

/** Xen's paravirtual guests have two names; the older one is written. */
function paravirtualType(domain: Domain, os: Os): string {
  const type = os.type?.type ?? '';
  return type === 'xen' && domain.type === 'xen' ? 'linux' : type;
}

function kept(os: Os, type: string): Os {
  const { init, initargs, initenvs, initdir, inituser, initgroup, boot, bootmenu, bios, ...rest } = os;
  if (type === 'exe') return { init, initargs, initenvs, initdir, inituser, initgroup, smbios: os.smbios };
  if (type !== 'hvm') return rest;
  return {
    ...rest,
    boot,
    bios,
    ...(bootmenu !== undefined && { bootmenu: bootmenu.enable === true ? bootmenu : { enable: bootmenu.enable } }),
    ...(os.loader !== undefined && { loader: { ...os.loader, type: os.loader.type ?? loaderType(os) } }),
    firmwareFeatures:
      os.firmwareFeatures === undefined || os.firmwareKind === undefined
        ? undefined
        : completeFirmware(os.firmwareFeatures),
  };
}

function loaderType(os: Os): 'rom' | undefined {
  return os.loader?.path === undefined ? undefined : 'rom';
}

/** Keys can only be enrolled in firmware that has secure boot. */
function completeFirmware(features: readonly FirmwareFeature[]): readonly FirmwareFeature[] {
  const state = (name: FirmwareFeature['name']) => features.find(feature => feature.name === name)?.enabled;
  const keys = state('enrolled-keys');
  const secureBoot = state('secure-boot') ?? (keys === true ? true : undefined);
  const withKeys = features.find(({ name }) => name === 'enrolled-keys');
  if (keys === true && secureBoot === false && withKeys !== undefined) {
    const what = "firmware feature 'enrolled-keys' cannot be enabled when firmware feature 'secure-boot' is disabled";
    throw valueFault(['XML_DETAIL', 'DOMAIN'], what, withKeys);
  }
  return [
    ...(keys === undefined ? [] : [{ name: 'enrolled-keys', enabled: keys } as const]),
    ...(secureBoot === undefined ? [] : [{ name: 'secure-boot', enabled: secureBoot } as const]),
  ];
}
