import { allDevices } from '../device/device-list.js';
import { isUserAlias } from '../device-info.js';
import type { Domain } from '../domain.js';
import { unsupported } from './unsupported.js';

/** Checks that names which users chose tell devices apart; a console has that of the serial port whose twin it is. */
export function validateAliases({ devices }: Domain): void {
  const taken = new Set<string>();
  const [console] = devices.consoles;
  const twin = console?.target?.type === 'serial' ? console : undefined;
  for (const { device } of allDevices(devices)) {
    const alias = 'alias' in device ? device.alias : undefined;
    if (alias === undefined || device === twin || !isUserAlias(alias)) continue;
    if (taken.has(alias)) throw unsupported(`non unique alias detected: ${alias}`, device);
    taken.add(alias);
  }
}
