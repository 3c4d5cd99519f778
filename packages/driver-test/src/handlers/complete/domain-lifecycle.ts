import type { Awaitable, Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCreateFlags as Create,
  DomainRebootFlagValues as Reboot,
  DomainShutdownFlagValues as Shutdown,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { endWith } from '../../domain/autodestroy.js';
import { onReboot } from '../../domain/definition.js';
import { react } from '../../domain/guest-reaction.js';
import { jobless } from '../../domain/job/guest-job.js';
import { moveTo } from '../../domain/lifecycle.js';
import { closeFiles, requireFileGroups } from '../../domain/passed-files.js';
import { powerOff, reboot } from '../../domain/power-button.js';
import { requireAgent } from '../../domain/required-agent.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { readComplete } from '../../domain/complete-document.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

const startFlags = Create.paused | Create.autodestroy | Create.bypassCache | Create.forceBoot | Create.resetNvram;
const shutdownFlags = Shutdown.acpiPowerBtn | Shutdown.guestAgent;
const rebootFlags = Reboot.acpiPowerBtn | Reboot.guestAgent;

/** Guests start paused, out of a saved image, or for as long as their client is there; they are asked to end, and may not. */
export function completeLifecycleHandlers(host: TestHost) {
  const start = async (
    dom: NonnullDomain,
    flags: number,
    { signal, connection }: Call,
  ): Promise<{ dom: NonnullDomain }> => {
    checkFlags(flags, startFlags, 'domainCreateWithFlags');
    const domain = host.domains.find(dom);
    await jobless(domain, signal);
    if (domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'domain is already running');
    requireFileGroups(domain.definition, domain.runtime.files);
    const paused = (flags & Create.paused) !== 0;
    const saved = (flags & Create.forceBoot) === 0 ? domain.runtime.savedImage : undefined;
    domain.hasManagedSave = false;
    domain.runtime.savedImage = undefined;
    if (saved === undefined) {
      moveTo(host, domain, paused ? 'bootPaused' : 'boot');
    } else {
      domain.nextDefinition = domain.definition;
      domain.definition = saved.definition;
      moveTo(host, domain, paused || !saved.ran ? 'restorePaused' : 'restore');
    }
    if ((flags & Create.autodestroy) !== 0) endWith(host, domain, connection);
    return { dom: domain.reference };
  };

  const createXML = (xmlDesc: string, flags: number, { connection }: Call): { dom: NonnullDomain } => {
    checkFlags(flags, startFlags | Create.validate, 'domainCreateXML');
    const definition = readComplete(xmlDesc, (flags & Create.validate) !== 0);
    requireFileGroups(definition, host.domains.byUuid(definition.uuid)?.runtime.files);
    const domain = host.domains.admitTransient(definition);
    moveTo(host, domain, (flags & Create.paused) !== 0 ? 'bootPaused' : 'boot');
    if ((flags & Create.autodestroy) !== 0) endWith(host, domain, connection);
    return { dom: domain.reference };
  };

  /** Starts a guest; its files are its own when it runs, and closed when it does not. */
  const withFiles = async (
    fds: readonly number[],
    begin: () => Awaitable<{ dom: NonnullDomain }>,
  ): Promise<{ dom: NonnullDomain }> => {
    try {
      const started = await begin();
      host.domains.findActive(started.dom).runtime.files.give(fds);
      return started;
    } catch (reason) {
      closeFiles(fds);
      throw reason;
    }
  };

  /** The guest is asked, through its agent where the caller says so, and does what it does. */
  const ask = (dom: NonnullDomain, viaAgent: boolean, act: (domain: TestDomain) => void): void => {
    const domain = host.domains.findActive(dom);
    if (viaAgent) requireAgent(domain);
    react(host, domain, domain.runtime.behaviour.shutdown, () => act(domain));
  };
  const shutdown = (dom: NonnullDomain, flags: number): void => {
    checkFlags(flags, shutdownFlags, 'domainShutdownFlags');
    ask(dom, flags === Shutdown.guestAgent, domain => powerOff(host, domain));
  };

  return {
    domainCreateWithFlags: ({ dom, flags }, call) => start(dom, flags, call),
    async domainCreate({ dom }, call) {
      await start(dom, 0, call);
    },

    domainCreateWithFiles: ({ dom, flags }, call) => withFiles(call.fds, () => start(dom, flags, call)),

    domainCreateXML: ({ xmlDesc, flags }, call) => createXML(xmlDesc, flags, call),
    domainCreateXMLWithFiles: ({ xmlDesc, flags }, call) => withFiles(call.fds, () => createXML(xmlDesc, flags, call)),

    domainShutdown: ({ dom }) => shutdown(dom, 0),
    domainShutdownFlags: ({ dom, flags }) => shutdown(dom, flags),
    domainReboot({ dom, flags }) {
      checkFlags(flags, rebootFlags, 'domainReboot');
      ask(dom, flags === Reboot.guestAgent, domain => {
        if (onReboot(domain.definition) === 'destroy') powerOff(host, domain);
        else reboot(host, domain);
      });
    },

    domainSetAutostart({ dom, autostart }) {
      const domain = host.domains.find(dom);
      if (!domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot set autostart for transient domain');
      domain.autostart = autostart !== 0;
    },
  } satisfies DriverHandlers;
}
