import { VirtError } from '@tsvirt/util';
import type { CharacterSource } from '../character-source.js';
import type { Domain } from '../domain.js';
import { unsupported } from './unsupported.js';

/** Serial ports of kinds that libvirt has a name for. */
const serialTargets: ReadonlySet<string> = new Set([
  'isa-serial',
  'usb-serial',
  'pci-serial',
  'spapr-vio-serial',
  'system-serial',
  'sclp-serial',
  'isa-debug',
]);

/** Devices that play them. */
const serialModels: ReadonlySet<string> = new Set([
  'isa-serial',
  'usb-serial',
  'pci-serial',
  'spapr-vty',
  'pl011',
  '16550a',
  'sclpconsole',
  'sclplmconsole',
  'isa-debugcon',
]);

/** Checks serial ports, consoles, channels, and what is behind them. */
export function validateCharacterDevices({ devices }: Domain): void {
  for (const { target } of devices.serials) {
    if (target?.model !== undefined && !serialModels.has(target.model)) {
      throw unsupported(`unknown target model '${target.model}' specified for character device`);
    }
    if (target?.type !== undefined && !serialTargets.has(target.type)) {
      throw unsupported(`unknown target type '${target.type}' specified for character device`);
    }
  }
  const taken = new Set<string>();
  for (const { target } of devices.serials) {
    if (target?.port === undefined || target.type === undefined) continue;
    const name = `${target.type}/${target.port}`;
    if (taken.has(name)) {
      throw new VirtError('INTERNAL_ERROR', 'DOMAIN', `target port '${target.port}' already allocated`);
    }
    taken.add(name);
  }
  if (devices.consoles.slice(1).some(({ target }) => target?.type === 'serial')) {
    throw unsupported('Only the first console can be a serial port');
  }
  for (const group of [devices.serials, devices.parallels, devices.consoles, devices.redirdevs]) {
    for (const { source } of group) validateSource(source, false);
    if (group !== devices.redirdevs && group.some(({ source }) => source.type === 'spicevmc')) {
      throw unsupported('spicevmc device type only supports virtio');
    }
  }
  for (const { source, target } of devices.channels) validateSource(source, target.type !== 'guestfwd');
  for (const { backend } of devices.rngs) if (backend.model === 'egd') validateSource(backend.source, false);
  for (const { card } of devices.smartcards) if (card.mode === 'passthrough') validateSource(card.source, false);
}

function missing(part: string): VirtError {
  return new VirtError('INTERNAL_ERROR', 'DOMAIN', `Missing source ${part} attribute for char device`);
}

function validateSource(source: CharacterSource, pathIsMade: boolean): void {
  switch (source.type) {
    case 'file':
    case 'dev':
    case 'pipe':
      if (source.path === undefined) throw missing('path');
      break;
    case 'unix':
      if (source.path === undefined && !pathIsMade) throw missing('path');
      validateReconnect(source.reconnect);
      break;
    case 'tcp':
      if (source.source.host === undefined) throw missing('host');
      if (source.source.service === undefined) throw missing('service');
      validateReconnect(source.source.reconnect);
      break;
    case 'udp':
      if (source.connect?.service === undefined) throw missing('service');
      break;
    case 'nmdm':
      if ((source.master === undefined) !== (source.slave === undefined)) {
        throw new VirtError(
          'INTERNAL_ERROR',
          'DOMAIN',
          'Should define both master and slave path attributes for nmdm device',
        );
      }
      break;
    case 'dbus':
    case 'spiceport':
      if (source.channel === undefined) throw unsupported('Missing source channel attribute for char device');
      break;
    default:
      break;
  }
}

function validateReconnect(
  reconnect: { readonly enabled: boolean; readonly timeout?: number | undefined } | undefined,
): void {
  if (reconnect?.enabled === true && reconnect.timeout === undefined) {
    throw new VirtError('XML_ERROR', 'XML', "Missing required attribute 'timeout' in element 'reconnect'");
  }
}
