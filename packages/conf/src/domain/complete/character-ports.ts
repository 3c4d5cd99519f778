import type { Console, Serial } from '../character-device.js';
import type { Devices } from '../devices.js';
import type { Domain } from '../domain.js';
import { internal } from '../validate/unsupported.js';

interface WithPort {
  readonly target?: { readonly port?: number | undefined } | undefined;
}

/** Numbers ports that have none, each one above the highest there is. */
function numberPorts<T extends WithPort>(
  devices: readonly T[],
  withPort: (device: T, port: number) => T,
): readonly T[] {
  let highest = devices.reduce((port, { target }) => Math.max(port, target?.port ?? -1), -1);
  return devices.map(device => withPort(device, device.target?.port ?? ++highest));
}

/** Ports of a PC's own have the lowest numbers that are free among them; others follow the highest there is. */
function numberSerials(serials: readonly Serial[]): readonly Serial[] {
  const isIsa = ({ target }: Serial) => target?.type === 'isa-serial';
  const taken = new Set<number>();
  for (const { target } of serials.filter(isIsa)) {
    if (target?.port === undefined) continue;
    if (taken.has(target.port)) throw internal(`target port '${target.port}' already allocated`, target, 'port');
    taken.add(target.port);
  }
  const numbered = serials.map(serial => {
    if (!isIsa(serial) || serial.target?.port !== undefined) return serial;
    let port = 0;
    while (taken.has(port)) port++;
    taken.add(port);
    return { ...serial, target: { ...serial.target, port } };
  });
  return numberPorts(numbered, (serial, port) => ({ ...serial, target: { ...serial.target, port } }));
}

/** Gives serial and parallel ports and consoles their numbers. */
export function numberCharacterPorts(devices: Devices): Devices {
  return {
    ...devices,
    serials: numberSerials(devices.serials),
    parallels: numberPorts(devices.parallels, (parallel, port) => ({
      ...parallel,
      target: { ...parallel.target, port },
    })),
    consoles: devices.consoles.map((console, port) => ({
      ...console,
      target: { ...console.target, type: console.target?.type ?? 'serial', port },
    })),
  };
}

/** Serial ports of which the first console may be the twin. */
const twinTargets: ReadonlySet<string | undefined> = new Set([
  undefined,
  'isa-serial',
  'spapr-vio-serial',
  'system-serial',
  'sclp-serial',
]);

function consoleOf({ source, log, alias, address, target }: Serial): Console {
  return { source, log, alias, address, target: { type: 'serial', port: target?.port ?? 0 } };
}

/**
 * Makes the first console and the first serial port of a whole machine twins: a console with a serial target is the
 * serial port, and a serial port is shown as a console as well.
 */
export function pairConsole(domain: Domain): Domain {
  if (domain.os?.type?.type !== 'hvm') return domain;
  const { devices } = domain;
  const [console, ...otherConsoles] = devices.consoles;
  const [serial] = devices.serials;
  const target = console?.target?.type;
  if (console === undefined || (target !== undefined && target !== 'serial')) {
    if (serial === undefined || !twinTargets.has(serial.target?.type)) return domain;
    return { ...domain, devices: { ...devices, consoles: [consoleOf(serial), ...devices.consoles] } };
  }
  if (serial !== undefined)
    return { ...domain, devices: { ...devices, consoles: [consoleOf(serial), ...otherConsoles] } };
  const made: Serial = { ...console, target: { port: 0 } };
  return { ...domain, devices: { ...devices, serials: [made], consoles: [consoleOf(made), ...otherConsoles] } };
}
