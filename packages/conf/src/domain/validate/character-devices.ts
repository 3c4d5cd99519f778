import type { VirtError } from '@tsvirt/util';
import { valueFault } from '../../kernel/index.js';
import type { CharacterSource } from '../character-source.js';
import type { Domain } from '../domain.js';
import { internal, unsupported } from './unsupported.js';

/** Checks serial ports, consoles, channels, and what is behind them. */
export function validateCharacterDevices({ devices }: Domain): void {
  const late = devices.consoles.slice(1).find(({ target }) => target?.type === 'serial');
  if (late !== undefined) throw unsupported('Only the first console can be a serial port', late);
  for (const group of [devices.serials, devices.parallels, devices.consoles, devices.redirdevs]) {
    for (const { source } of group) validateSource(source, false);
    const spice = group === devices.redirdevs ? undefined : group.find(({ source }) => source.type === 'spicevmc');
    if (spice !== undefined) throw unsupported('spicevmc device type only supports virtio', spice);
  }
  for (const { source, target } of devices.channels) validateSource(source, target.type !== 'guestfwd');
  for (const { backend } of devices.rngs) if (backend.model === 'egd') validateSource(backend.source, false);
  for (const { card } of devices.smartcards) if (card.mode === 'passthrough') validateSource(card.source, false);
}

function missing(part: string, holder: object): VirtError {
  return internal(`Missing source ${part} attribute for char device`, holder);
}

function validateSource(source: CharacterSource, pathIsMade: boolean): void {
  switch (source.type) {
    case 'file':
    case 'dev':
    case 'pipe':
      if (source.path === undefined) throw missing('path', source);
      break;
    case 'unix':
      if (source.path === undefined && !pathIsMade) throw missing('path', source);
      validateReconnect(source.reconnect, source.mode);
      break;
    case 'tcp':
      if (source.source.host === undefined) throw missing('host', source.source);
      if (source.source.service === undefined) throw missing('service', source.source);
      validateReconnect(source.source.reconnect, source.source.mode);
      break;
    case 'udp':
      if (source.connect?.service === undefined) throw missing('service', source.connect ?? source);
      break;
    case 'nmdm':
      if ((source.master === undefined) !== (source.slave === undefined)) {
        throw internal('Should define both master and slave path attributes for nmdm device', source);
      }
      break;
    case 'dbus':
    case 'spiceport':
      if (source.channel === undefined) throw unsupported('Missing source channel attribute for char device', source);
      break;
    default:
      break;
  }
}

function validateReconnect(
  reconnect: { readonly enabled: boolean; readonly timeout?: number | undefined } | undefined,
  mode: 'connect' | 'bind' | undefined,
): void {
  if (reconnect !== undefined && mode === 'bind') {
    throw internal('chardev reconnect is possible only for connect mode', reconnect);
  }
  if (reconnect?.enabled === true && reconnect.timeout === undefined) {
    const detail = "Missing required attribute 'timeout' in element 'reconnect'";
    throw valueFault(['XML_ERROR', 'XML'], detail, reconnect, 'timeout');
  }
}
