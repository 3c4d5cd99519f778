import type { Call, DriverHandlers, StreamEnd } from '@tsvirt/core/contract';
import { DomainChannelFlags, DomainConsoleFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { GuestConsole } from '../../domain/guest-console.js';
import { aliasOf } from '@tsvirt/conf/domain';
import { liveDefinition } from '../../domain/device/live-devices.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Consoles and channels: streams on which the guest answers. */
export function domainConsoleHandlers(host: TestHost): DriverHandlers {
  const openStream = (domain: TestDomain, name: string, force: boolean, call: Call): void => {
    const { openConsoles, behaviour } = domain.runtime;
    const open = openConsoles.get(name);
    if (open !== undefined && !force)
      throw new VirtError('OPERATION_FAILED', 'TEST', 'Active console session exists for this domain');
    open?.abort(new VirtError('RPC', 'STREAMS', 'another client took the console over'));
    const session = new AbortController();
    openConsoles.set(name, session);
    call.stream.serve(async stream => {
      try {
        await converse(new GuestConsole(domain.name, behaviour.console), stream, session.signal);
      } finally {
        if (openConsoles.get(name) === session) openConsoles.delete(name);
      }
    });
  };

  const active = (dom: NonnullDomain): TestDomain => host.domains.findActive(dom);

  return {
    domainOpenConsole({ dom, devName, flags }, call) {
      checkFlags(flags, DomainConsoleFlags.force | DomainConsoleFlags.safe, 'domainOpenConsole');
      const domain = active(dom);
      const { consoles, serials, parallels } = liveDefinition(domain).devices;
      const names = [...consoles, ...serials, ...parallels].map(({ alias }) => alias);
      const alias = devName === null ? names[0] : names.find(name => name === devName);
      if (alias === undefined)
        throw new VirtError('INTERNAL_ERROR', 'TEST', `cannot find character device ${devName ?? '(null)'}`);
      openStream(domain, alias, (flags & DomainConsoleFlags.force) !== 0, call);
    },

    domainOpenChannel({ dom, name, flags }, call) {
      checkFlags(flags, DomainChannelFlags.force, 'domainOpenChannel');
      const domain = active(dom);
      const { channels } = liveDefinition(domain).devices;
      const found = channels.find(device => {
        const target = 'name' in device.target ? device.target.name : undefined;
        return name === null || device.alias === name || target === name;
      });
      if (found === undefined) throw new VirtError('INTERNAL_ERROR', 'TEST', `cannot find channel ${name ?? '(null)'}`);
      const alias = aliasOf({ kind: 'channels', device: found }) ?? 'channel';
      openStream(domain, alias, (flags & DomainChannelFlags.force) !== 0, call);
    },
  };
}

/** The guest answers what is typed until somebody hangs up. */
async function converse(console: GuestConsole, stream: StreamEnd, ended: AbortSignal): Promise<void> {
  const greeting = console.answer('');
  if (greeting !== '') await stream.write(Buffer.from(greeting));
  let hangUp = (): void => {};
  const over = new Promise<never>((_resolve, reject) => {
    hangUp = () => reject(ended.reason);
  });
  // Nobody may be waiting when it comes.
  over.catch(() => {});
  ended.addEventListener('abort', hangUp, { once: true });
  const talk = async (): Promise<void> => {
    for await (const chunk of stream) {
      if (chunk.kind !== 'data') continue;
      const answer = console.answer(Buffer.from(chunk.data).toString('utf8'));
      if (answer !== '') await stream.write(Buffer.from(answer));
    }
  };
  try {
    await Promise.race([talk(), over]);
  } finally {
    ended.removeEventListener('abort', hangUp);
  }
}
