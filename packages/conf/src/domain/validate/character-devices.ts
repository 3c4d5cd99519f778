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

/** Checks serial ports, consoles, channels, and what is behind them. */
export function validateCharacterDevices({ devices }: Domain): void {
  for (const { target } of devices.serials) {
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
  for (const group of [devices.serials, devices.parallels, devices.consoles, devices.redirdevs]) {
    for (const { source } of group) validateSource(source, false);
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
