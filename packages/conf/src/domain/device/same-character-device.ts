import type { Channel, Console, Parallel, Serial } from '../character-device.js';
import type { CharacterSource } from '../character-source.js';
import { sameValue } from './same-value.js';

/** Whether two ends on the host are the same. Paths that are found while a guest runs don't count. */
export function sameCharacterSource(a: CharacterSource, b: CharacterSource): boolean {
  switch (a.type) {
    case 'pty':
    case 'null':
    case 'vc':
    case 'stdio':
    case 'spicevmc':
      return a.type === b.type;
    case 'dev':
    case 'pipe':
      return a.type === b.type && a.path === b.path;
    case 'file':
      return b.type === 'file' && a.path === b.path && a.append === b.append;
    case 'unix':
      return b.type === 'unix' && a.path === b.path && isServer(a) === isServer(b);
    case 'tcp':
      return (
        b.type === 'tcp' &&
        a.protocol === b.protocol &&
        a.source.mode === b.source.mode &&
        a.source.host === b.source.host &&
        a.source.service === b.source.service &&
        a.source.tls === b.source.tls
      );
    case 'udp':
    case 'spiceport':
    case 'nmdm':
    case 'qemu-vdagent':
    case 'dbus':
      return sameValue(a, b);
    default:
      return a satisfies never;
  }
}

/** A socket without a path is one that the driver makes, and listens on. */
function isServer({ path, mode }: Extract<CharacterSource, { type: 'unix' }>): boolean {
  return path === undefined || mode === 'bind';
}

type Ported = Serial | Parallel | Console;

/** Whether two serial ports, parallel ports or consoles are the same. */
export function samePort(a: Ported, b: Ported): boolean {
  return sameCharacterSource(a.source, b.source) && a.target?.port === b.target?.port;
}

/** Whether two consoles are the same. */
export function sameConsole(a: Console, b: Console): boolean {
  return samePort(a, b) && (a.target?.type ?? 'serial') === (b.target?.type ?? 'serial');
}

/** Whether two channels are the same to the guest and to the host. */
export function sameChannel(a: Channel, b: Channel): boolean {
  if (!sameCharacterSource(a.source, b.source)) return false;
  if (a.target.type === 'guestfwd')
    return b.target.type === 'guestfwd' && a.target.address === b.target.address && a.target.port === b.target.port;
  return a.target.type === b.target.type && a.target.name === b.target.name;
}
