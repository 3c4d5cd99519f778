import { parseDomain } from '@tsvirt/conf/domain';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainRebootFlagValues,
  DomainShutdownFlagValues,
} from '@tsvirt/core/protocol';
import { Undo, VirtError } from '@tsvirt/util';
import { requireStillOf, withDomainOf } from '../domain/definitions.js';
import { monitorOf } from '../domain/monitor-of.js';
import { moveTo, saveStatus } from '../domain/moves.js';
import { QemuDomain, type Running } from '../domain/qemu-domain.js';
import { start } from '../domain/start.js';
import { destroyInTurn, requireInactive } from '../domain/stop.js';
import { requireActive } from '../domain/domain-registry.js';
import type { QemuHost } from '../host.js';
import { QmpError } from '../monitor/monitor.js';
import { completeGuest } from '../policy/complete-guest.js';
import { checkFlags } from './flags.js';

/** Guests start, stand still, reboot and end. */
export function domainLifecycleHandlers(host: QemuHost): DriverHandlers {
  const create = async (domain: QemuDomain, flags: number, call: Call) => {
    const {
      paused: startPaused,
      autodestroy: startAutodestroy,
      bypassCache: startBypassCache,
      forceBoot: startForceBoot,
      resetNvram: startResetNvram,
    } = DomainCreateFlags;
    checkFlags(
      flags,
      startPaused | startAutodestroy | startBypassCache | startForceBoot | startResetNvram,
      'virDomainCreateWithFlags',
    );
    await using _job = await domain.jobs.begin('modify', call.signal);
    await requireInactive(host, domain);
    await start(host, domain, domain.current, startOptions(flags, call));
    return { dom: domain.reference };
  };
  const shutdown = async (domain: QemuDomain, flags: number, call: Call) => {
    const { acpiPowerBtn, guestAgent } = DomainShutdownFlagValues;
    checkFlags(flags, acpiPowerBtn | guestAgent, 'virDomainShutdownFlags');
    requireActive(domain);
    await using _job = await domain.jobs.begin('modify', call.signal);
    requireActive(domain);
    if ((flags & guestAgent) !== 0 && (flags & acpiPowerBtn) === 0) requireAgent(domain);
    await powerButton(host, domain, false, call);
  };
  const reboot = async (domain: QemuDomain, flags: number, call: Call) => {
    const { acpiPowerBtn, guestAgent } = DomainRebootFlagValues;
    checkFlags(flags, acpiPowerBtn | guestAgent, 'virDomainReboot');
    requireActive(domain);
    await using _job = await domain.jobs.begin('modify', call.signal);
    requireActive(domain);
    if ((flags & guestAgent) !== 0 && (flags & acpiPowerBtn) === 0) requireAgent(domain);
    await powerButton(host, domain, domain.live.definition.onReboot !== 'destroy', call);
  };
  const end = async (domain: QemuDomain, flags: number, call: Call) => {
    checkFlags(flags, DomainDestroyFlagsValues.graceful, 'virDomainDestroyFlags');
    requireActive(domain);
    const graceful = (flags & DomainDestroyFlagsValues.graceful) !== 0;
    await destroyInTurn(domain, { graceful, signal: call.signal });
  };
  return {
    async domainCreate({ dom }, call) {
      await create(host.domains.find(dom), 0, call);
    },
    domainCreateWithFlags: ({ dom, flags }, call) => create(host.domains.find(dom), flags, call),
    async domainCreateXML({ xmlDesc, flags }, call) {
      const {
        paused: startPaused,
        autodestroy: startAutodestroy,
        validate: startValidate,
        resetNvram: startResetNvram,
      } = DomainCreateFlags;
      checkFlags(flags, startPaused | startAutodestroy | startValidate | startResetNvram, 'virDomainCreateXML');
      const definition = await completeGuest(parseDomain(xmlDesc, { inactive: true }), host);
      return withDomainOf(host, definition, async known => {
        if (known?.isActive === true)
          throw new VirtError('OPERATION_INVALID', 'QEMU', `domain '${known.name}' is already active`);
        const domain = known ?? new QemuDomain({ uuid: definition.uuid, name: definition.name, config: undefined });
        const job = domain.jobs.begin('modify', call.signal);
        // Name and uuid are taken from here on: others may start the same at once.
        if (known === undefined) host.domains.add(domain);
        try {
          await using _job = await job;
          await requireInactive(host, domain);
          requireStillOf(host, domain, definition);
          // Gone before the job ends: who waits for it must not start what is no more.
          await using undo = new Undo(reason => host.log.warn(String(reason)));
          if (known === undefined) undo.add(() => host.domains.remove(domain));
          await start(host, domain, definition, startOptions(flags, call));
          undo.keep();
        } catch (reason) {
          if (known === undefined) host.domains.remove(domain);
          throw reason;
        }
        return { dom: domain.reference };
      });
    },
    async domainSuspend({ dom }, call) {
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('suspend', call.signal);
      requireActive(domain);
      if (domain.phase.state === 'pmsuspended')
        throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is pmsuspended');
      if (domain.phase.state !== 'running') return;
      await asking(domain, 'stop', () => monitorOf(domain).execute('stop', undefined, { signal: call.signal }));
      await domain.follow(() => moveFrom(host, domain, 'running', 'suspend'));
    },
    async domainResume({ dom }, call) {
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      const { state } = domain.phase;
      if (state === 'pmsuspended') throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is pmsuspended');
      if (state === 'running') throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is already running');
      if (state !== 'paused') throw new VirtError('OPERATION_INVALID', 'QEMU', `domain is ${state}`);
      await asking(domain, 'cont', () => monitorOf(domain).execute('cont', undefined, { signal: call.signal }));
      await domain.follow(() => moveFrom(host, domain, 'paused', 'resume'));
    },
    async domainReset({ dom, flags }, call) {
      checkFlags(flags, 0, 'virDomainReset');
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      await monitorOf(domain).execute('system_reset', undefined, { signal: call.signal });
    },
    domainShutdown: ({ dom }, call) => shutdown(host.domains.find(dom), 0, call),
    domainShutdownFlags: ({ dom, flags }, call) => shutdown(host.domains.find(dom), flags, call),
    domainReboot: ({ dom, flags }, call) => reboot(host.domains.find(dom), flags, call),
    domainDestroy: ({ dom }, call) => end(host.domains.find(dom), 0, call),
    domainDestroyFlags: ({ dom, flags }, call) => end(host.domains.find(dom), flags, call),
    async domainPMWakeup({ dom, flags }, call) {
      checkFlags(flags, 0, 'virDomainPMWakeup');
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      await monitorOf(domain).execute('system_wakeup', undefined, { signal: call.signal });
    },
    async domainInjectNMI({ dom, flags }, call) {
      checkFlags(flags, 0, 'virDomainInjectNMI');
      const domain = host.domains.findActive(dom);
      await using _job = await domain.jobs.begin('modify', call.signal);
      requireActive(domain);
      await monitorOf(domain).execute('inject-nmi', undefined, { signal: call.signal });
    },
  };
}

function startOptions(flags: number, call: Call) {
  return {
    paused: (flags & DomainCreateFlags.paused) !== 0,
    endsWith: (flags & DomainCreateFlags.autodestroy) !== 0 ? call.connection : undefined,
    resetNvram: (flags & DomainCreateFlags.resetNvram) !== 0,
    signal: call.signal,
  };
}

/** Asks QEMU to stop or go on, so that its event about it is known to be ours. */
async function asking(domain: Running, what: 'stop' | 'cont', ask: () => Promise<unknown>): Promise<void> {
  const { live } = domain;
  live.asked = what;
  try {
    await ask();
    // The event has been received before the reply; its step is in the chain.
    await domain.settled();
  } finally {
    live.asked = undefined;
  }
}

async function moveFrom(host: QemuHost, domain: QemuDomain, from: string, change: 'suspend' | 'resume'): Promise<void> {
  if (domain.phase.state === from) await moveTo(host, domain, change);
}

/** Presses the power button; what the guest makes of it decides. A reboot is a shutdown that is followed by a start. */
async function powerButton(host: QemuHost, domain: Running, reboot: boolean, call: Call): Promise<void> {
  const { live } = domain;
  if (domain.phase.state === 'pmsuspended') throw new VirtError('OPERATION_INVALID', 'QEMU', 'domain is pmsuspended');
  const before = live.rebootPending;
  live.rebootPending = reboot;
  try {
    // On disk before the button: a daemon that dies right after it still knows that a reboot was meant.
    await saveStatus(host, domain);
    requireActive(domain);
    await monitorOf(domain).execute('system_powerdown', undefined, { signal: call.signal });
  } catch (reason) {
    // Nobody pressed it: the next time that the guest powers off by itself is not what was meant.
    if (reason instanceof QmpError) live.rebootPending = before;
    throw reason;
  }
}

function requireAgent(domain: Running): never {
  const has = domain.live.definition.devices.channels.some(
    ({ target }) => target.type === 'virtio' && target.name === 'org.qemu.guest_agent.0',
  );
  if (!has) throw new VirtError('ARGUMENT_UNSUPPORTED', 'QEMU', 'QEMU guest agent is not configured');
  throw new VirtError('AGENT_UNRESPONSIVE', 'QEMU', 'QEMU guest agent is not connected');
}
