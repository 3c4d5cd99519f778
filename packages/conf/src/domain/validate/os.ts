import { valueFault } from '../../kernel/index.js';
import type { Domain } from '../domain.js';
import type { Os } from '../os.js';
import { contradiction, unsupported } from './unsupported.js';

/** Checks what the guest boots: firmware is chosen or named, and what it keeps has a place. */
export function validateOs({ os }: Domain): void {
  if (os?.type?.type === 'exe' && os.init === undefined) throw contradiction('init binary must be specified', os);
  if (os?.type?.type !== 'hvm') return;
  const { bootmenu, bios } = os;
  if (bootmenu?.timeout !== undefined && bootmenu.timeout > 65_535) {
    throw unsupported('invalid value for boot menu timeout, must be in range [0,65535]', bootmenu, 'timeout');
  }
  const reboot = bios?.rebootTimeout;
  if (bios !== undefined && reboot !== undefined && (reboot < -1 || reboot > 65_535)) {
    throw unsupported('invalid value for rebootTimeout, must be in range [-1,65535]', bios, 'rebootTimeout');
  }
  validateFirmware(os);
}

function validateFirmware(os: Os): void {
  const { loader, nvram, firmwareKind } = os;
  const wrong = (what: string, holder: object) => valueFault(['XML_DETAIL', 'DOMAIN'], what, holder);
  if (firmwareKind !== undefined) {
    const chosen = 'cannot be specified when firmware autoselection is enabled';
    if (loader?.readonly !== undefined) throw wrong(`loader attribute 'readonly' ${chosen}`, loader);
    if (loader?.type !== undefined) throw wrong(`loader attribute 'type' ${chosen}`, loader);
    if (loader?.path !== undefined) throw wrong(`loader path ${chosen}`, loader);
    if (loader?.secure === false) throw wrong(`loader attribute 'secure' ${chosen}`, loader);
    if (nvram?.template !== undefined) throw wrong(`nvram attribute 'template' ${chosen}`, nvram);
    if (firmwareKind === 'bios' && (nvram?.path !== undefined || nvram?.source !== undefined)) {
      throw wrong("firmware type 'bios' does not support nvram", nvram);
    }
    return;
  }
  if (loader === undefined && nvram === undefined) return;
  if (loader?.path === undefined) {
    throw wrong('no loader path specified and firmware auto selection disabled', loader ?? os);
  }
  const keeps = nvram?.path !== undefined || nvram?.source !== undefined || nvram?.template !== undefined;
  if (loader.stateless === true && keeps) throw wrong('NVRAM is not permitted when loader is stateless', nvram);
  if (loader.stateless === false && loader.type !== 'pflash') {
    throw wrong('Only pflash loader type permits NVRAM', loader);
  }
}
