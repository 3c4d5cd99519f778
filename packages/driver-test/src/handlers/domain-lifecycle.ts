import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainRebootFlagValues,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { onPoweroff, onReboot, readDefinition } from '../domain/definition.js';
import { moveTo } from '../domain/lifecycle.js';
import { closeFiles } from '../domain/passed-files.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const reboot = DomainRebootFlagValues;
const rebootFlags = reboot.acpiPowerBtn | reboot.guestAgent | reboot.initctl | reboot.signal | reboot.paravirt;

/** Guests start, pause and stop. */
export function domainLifecycleHandlers(host: TestHost): DriverHandlers {
  const start = (dom: NonnullDomain, flags: number): { dom: NonnullDomain } => {
    checkFlags(flags, 0, 'domainCreateWithFlags');
    const domain = host.domains.find(dom);
    if (domain.isActive) throw new VirtError('INTERNAL_ERROR', 'TEST', `Domain '${domain.name}' is already running`);
    domain.hasManagedSave = false;
    moveTo(host, domain, 'boot');
    return { dom: domain.reference };
  };

  const createXML = (xml: string, flags: number): { dom: NonnullDomain } => {
    checkFlags(flags, DomainCreateFlags.validate, 'domainCreateXML');
    const definition = readDefinition(xml, (flags & DomainCreateFlags.validate) !== 0);
    const domain = host.domains.admitTransient(definition);
    moveTo(host, domain, 'boot');
    return { dom: domain.reference };
  };

  const shutdown = (dom: NonnullDomain, flags: number): void => {
    checkFlags(flags, 0, 'domainShutdownFlags');
    const domain = host.domains.find(dom);
    const restarts = domain.isActive && goesOn(onPoweroff(domain.definition));
    moveTo(host, domain, restarts ? 'reboot' : 'shutdown');
  };

  const destroy = (dom: NonnullDomain, flags: number): void => {
    checkFlags(flags, DomainDestroyFlagsValues.graceful, 'domainDestroyFlags');
    moveTo(host, host.domains.findActive(dom), 'destroy');
  };

  return {
    domainCreate: ({ dom }) => void start(dom, 0),
    domainCreateWithFlags: ({ dom, flags }) => start(dom, flags),

    // A guest that does not exist inherits no files: those that come along are closed.
    domainCreateWithFiles({ dom, flags }, { fds }) {
      closeFiles(fds);
      return start(dom, flags);
    },

    domainCreateXML: ({ xmlDesc, flags }) => createXML(xmlDesc, flags),
    domainCreateXMLWithFiles({ xmlDesc, flags }, { fds }) {
      closeFiles(fds);
      return createXML(xmlDesc, flags);
    },

    domainShutdown: ({ dom }) => shutdown(dom, 0),
    domainShutdownFlags: ({ dom, flags }) => shutdown(dom, flags),
    domainDestroy: ({ dom }) => destroy(dom, 0),
    domainDestroyFlags: ({ dom, flags }) => destroy(dom, flags),

    // Ways of rebooting make no difference to a guest that does not exist.
    domainReboot({ dom, flags }) {
      checkFlags(flags, rebootFlags, 'domainReboot');
      const domain = host.domains.findActive(dom);
      moveTo(host, domain, goesOn(onReboot(domain.definition)) ? 'reboot' : 'shutdown');
    },

    domainReset({ dom, flags }) {
      checkFlags(flags, 0, 'domainReset');
      const domain = host.domains.findActive(dom);
      if (host.isComplete) host.events.emit('domainReboot', { dom: domain.reference });
    },

    domainSuspend({ dom }) {
      const domain = host.domains.find(dom);
      moveTo(host, domain, domain.state === 'crashed' && !host.isComplete ? 'suspendCrashed' : 'suspend');
    },
    domainResume: ({ dom }) => moveTo(host, host.domains.find(dom), 'resume'),

    domainGetAutostart: ({ dom }) => ({ autostart: host.domains.find(dom).autostart ? 1 : 0 }),
    domainSetAutostart({ dom, autostart }) {
      host.domains.find(dom).autostart = autostart !== 0;
    },
  };
}

/** Whether a guest that powers off or reboots with this action runs on afterwards. */
function goesOn(action: string): boolean {
  return action === 'restart' || action === 'rename-restart';
}
