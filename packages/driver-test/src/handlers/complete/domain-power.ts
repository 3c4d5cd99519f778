import type { DriverHandlers } from '@tsvirt/core/contract';
import { NodeSuspendTarget } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { requireAgent } from '../../domain/required-agent.js';
import { moveTo } from '../../domain/lifecycle.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';

/** Guests fall asleep and wake up; and what is known of their hypervisor process. */
export function domainPowerHandlers(host: TestHost): DriverHandlers {
  return {
    domainPMSuspendForDuration({ dom, target, duration, flags }) {
      checkFlags(flags, 0, 'domainPMSuspendForDuration');
      if (duration !== 0n) throw new VirtError('ARGUMENT_UNSUPPORTED', 'TEST', 'Duration not supported. Use 0 for now');
      const domain = host.domains.findActive(dom);
      requireAgent(domain);
      const { reference } = domain;
      switch (target) {
        case NodeSuspendTarget.mem:
        case NodeSuspendTarget.hybrid:
          moveTo(host, domain, 'sleep');
          host.events.emit('domainPMSuspend', { dom: reference, reason: 0 });
          return;
        case NodeSuspendTarget.disk:
          host.events.emit('domainPMSuspendDisk', { dom: reference, reason: 0 });
          moveTo(host, domain, 'shutdown');
          return;
        default:
          throw new VirtError('INVALID_ARG', 'TEST', `unknown suspend target ${target}`);
      }
    },

    domainPMWakeup({ dom, flags }) {
      checkFlags(flags, 0, 'domainPMWakeup');
      const domain = host.domains.findActive(dom);
      if (domain.state !== 'pmsuspended')
        throw new VirtError('OPERATION_INVALID', 'TEST', `Unable to wake up domain '${domain.name}' (not suspended)`);
      moveTo(host, domain, 'wake');
      host.events.emit('domainPMWakeup', { dom: domain.reference, reason: 0 });
    },

    domainStartDirtyRateCalc({ dom, seconds, flags }) {
      checkFlags(flags, 3, 'domainStartDirtyRateCalc');
      if (seconds < 1 || seconds > 60)
        throw new VirtError('INVALID_ARG', 'TEST', `seconds ${seconds} of a dirty rate: expected 1 to 60`);
      const { runtime } = host.domains.findActive(dom);
      runtime.dirtyRate = { startMs: host.clock.nowMs, seconds };
    },

    domainSetLaunchSecurityState({ dom, params, flags }) {
      checkFlags(flags, 0, 'domainSetLaunchSecurityState');
      const domain = host.domains.findActive(dom);
      if (domain.definition.launchSecurity === undefined)
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', `domain '${domain.name}' has no launch security`);
      if (params.length === 0) throw new VirtError('INVALID_ARG', 'TEST', 'no launch secret given');
    },

    domainGraphicsReload({ dom, flags }) {
      checkFlags(flags, 0, 'domainGraphicsReload');
      const { definition } = host.domains.findActive(dom);
      if (!definition.devices.graphics.some(({ kind }) => kind.type === 'vnc'))
        throw new VirtError('OPERATION_UNSUPPORTED', 'TEST', 'the domain has no VNC display');
    },

    domainGetAutostartOnce: ({ dom }) => ({ autostart: host.domains.find(dom).runtime.autostartOnce ? 1 : 0 }),
    domainSetAutostartOnce({ dom, autostart }) {
      const domain = host.domains.find(dom);
      if (!domain.persistent)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot set autostart for transient domain');
      domain.runtime.autostartOnce = autostart !== 0;
    },
  };
}
