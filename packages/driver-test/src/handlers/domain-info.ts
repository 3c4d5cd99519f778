import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainMessageType, DomainLifecycle, DomainLifecycleAction } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { controlAt, inControl } from '../domain/control-state.js';
import { currentMemoryKiB, currentVcpus, type Definition, maxMemoryKiB } from '../domain/definition.js';
import { changeDefinitions, impactFlags } from '../domain/impact.js';
import { stateNumbers } from '../domain/lifecycle.js';
import { securityModel } from '../host/capabilities.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { acceptsStrings } from '../host/typed-params.js';

/** What is known of a domain at a glance, and what it does at the turns of its life. */
export function domainInfoHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetInfo({ dom }) {
      const domain = host.domains.find(dom);
      const { definition, state } = domain;
      return {
        state: stateNumbers[state],
        maxMem: maxMemoryKiB(definition),
        memory: currentMemoryKiB(definition),
        nrVirtCpu: currentVcpus(definition),
        cpuTime: host.measures.cpuTimeNs(domain),
      };
    },

    domainGetState({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetState');
      const { state, reason } = host.domains.find(dom);
      return { state: stateNumbers[state], reason };
    },

    domainGetOSType({ dom }) {
      host.domains.find(dom);
      return { type: 'linux' };
    },

    domainGetControlInfo({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetControlInfo');
      const { agent } = host.domains.findActive(dom);
      return host.isComplete ? inControl : controlAt(agent.time(host.clock.turnedMs).seconds);
    },

    domainGetSecurityLabel({ dom }) {
      const { isActive } = host.domains.find(dom);
      return isActive ? { label: securityModel.label, enforcing: 1 } : { label: '', enforcing: 0 };
    },

    // libvirt's mock fails here without a reason of its own.
    domainGetSecurityLabelList({ dom }) {
      host.domains.find(dom);
      throw new VirtError('INTERNAL_ERROR', 'NONE', 'the mock host has no list of labels');
    },

    domainGetMessages({ dom, flags }) {
      checkFlags(flags, DomainMessageType.deprecation | DomainMessageType.tainting, 'domainGetMessages');
      host.domains.find(dom);
      return { msgs: [] };
    },

    // libvirt's mock does not know the flag that its own library adds.
    domainGetLaunchSecurityInfo({ dom, flags }) {
      checkFlags(
        flags | (host.isComplete ? 0 : acceptsStrings),
        host.isComplete ? acceptsStrings : 0,
        'domainGetLaunchSecurityInfo',
      );
      host.domains.findActive(dom);
      return { params: [] };
    },

    domainSetLifecycleAction({ dom, type, action, flags }) {
      checkFlags(flags, impactFlags, 'domainSetLifecycleAction');
      const set = lifecycleSetter(type, action);
      changeDefinitions(host.domains.find(dom), flags, set);
    },
  };
}

/** Actions that every turn of a guest's life can have. */
const plainActions = {
  [DomainLifecycleAction.destroy]: 'destroy',
  [DomainLifecycleAction.restart]: 'restart',
  [DomainLifecycleAction.restartRename]: 'rename-restart',
  [DomainLifecycleAction.preserve]: 'preserve',
} as const;
/** Those for a crash only. */
const crashActions = {
  ...plainActions,
  [DomainLifecycleAction.coredumpDestroy]: 'coredump-destroy',
  [DomainLifecycleAction.coredumpRestart]: 'coredump-restart',
} as const;

function lifecycleSetter(type: number, action: number): (definition: Definition) => Definition {
  if (!isKey(crashActions, action))
    throw new VirtError('INVALID_ARG', 'DOMAIN', `invalid lifecycle action '${action}'`);
  if (type === DomainLifecycle.crash) return definition => ({ ...definition, onCrash: crashActions[action] });
  if (type !== DomainLifecycle.poweroff && type !== DomainLifecycle.reboot)
    throw new VirtError('INVALID_ARG', 'DOMAIN', `invalid lifecycle type '${type}'`);
  if (!isKey(plainActions, action))
    throw new VirtError('CONFIG_UNSUPPORTED', 'DOMAIN', `action '${crashActions[action]}' is for crashes only`);
  const value = plainActions[action];
  return type === DomainLifecycle.poweroff
    ? definition => ({ ...definition, onPoweroff: value })
    : definition => ({ ...definition, onReboot: value });
}

function isKey<T extends object>(table: T, key: number): key is number & keyof T {
  return Object.hasOwn(table, key);
}
