import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainChannelFlags, DomainConsoleFlags } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { ConsoleSessions, ConsoleTarget } from '../console/console-sessions.js';
import type { CharacterSource, Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/** Streams to a guest's consoles and channels. */
export function domainConsoleHandlers(host: QemuHost, sessions: ConsoleSessions): DriverHandlers {
  return {
    async domainOpenConsole({ dom, devName, flags }, call) {
      checkFlags(flags, DomainConsoleFlags.safe | DomainConsoleFlags.force, 'virDomainOpenConsole');
      const domain = host.domains.findActive(dom);
      const target = consoleTarget(domain.live.definition, devName ?? undefined);
      const force = (flags & DomainConsoleFlags.force) !== 0;
      call.stream.serve(await sessions.open(target, { force }));
    },
    async domainOpenChannel({ dom, name, flags }, call) {
      checkFlags(flags, DomainChannelFlags.force, 'virDomainOpenChannel');
      const domain = host.domains.findActive(dom);
      const target = channelTarget(domain.live.definition, name ?? undefined);
      call.stream.serve(await sessions.open(target, { force: (flags & DomainChannelFlags.force) !== 0 }));
    },
  };
}

function consoleTarget({ devices }: Guest, name: string | undefined): ConsoleTarget {
  const all = [...devices.consoles, ...devices.serials, ...devices.parallels];
  const found = name === undefined ? all[0] : all.find(({ alias }) => alias === name);
  if (found === undefined)
    throw new VirtError(
      'INTERNAL_ERROR',
      'QEMU',
      name === undefined ? 'no console devices available' : `cannot find console device '${name}'`,
    );
  return targetOf(found.source, `character device ${name ?? found.alias ?? ''}`);
}

function channelTarget({ devices }: Guest, name: string | undefined): ConsoleTarget {
  const found =
    name === undefined
      ? devices.channels[0]
      : devices.channels.find(
          ({ target, alias }) => alias === name || (target.type === 'virtio' && target.name === name),
        );
  if (found === undefined) throw new VirtError('INTERNAL_ERROR', 'QEMU', `cannot find channel ${name ?? '(null)'}`);
  return targetOf(found.source, `channel ${name ?? ''}`);
}

function targetOf(source: CharacterSource, what: string): ConsoleTarget {
  if (source.type === 'pty' && source.path !== undefined) return { kind: 'pty', path: source.path };
  if (source.type === 'unix' && source.path !== undefined) return { kind: 'unix', path: source.path };
  throw new VirtError('INTERNAL_ERROR', 'QEMU', `${what} is not using a PTY`);
}
