import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainModificationImpact,
  DomainTunableParam,
  DomainVcpuFlags,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { pinnedCpus, withEmulatorPinned, withVcpuPinned } from '../../domain/cpu-affinity.js';
import { currentVcpus, maximumVcpus } from '../../domain/definition.js';
import { changeDefinitions, impactFlags, impactOf } from '../../domain/impact.js';
import { requireAgent } from '../../domain/required-agent.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { numbered, tune } from '../../domain/tuning.js';
import { withVcpusPlugged } from '../../domain/vcpu-states.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { textParam } from '../../host/typed-params.js';
import { domainVcpuHandlers } from '../domain-vcpu.js';

/** vCPUs one by one: pinned and plugged by the host, used or not by the guest. */
export function completeVcpuHandlers(host: TestHost): DriverHandlers {
  const vcpus = domainVcpuHandlers(host);
  const withAgent = (dom: NonnullDomain): TestDomain => {
    const domain = host.domains.findActive(dom);
    requireAgent(domain);
    return domain;
  };

  const pinVcpu = (dom: NonnullDomain, vcpu: number, cpumap: Uint8Array, flags: number): void => {
    checkFlags(flags, impactFlags, 'domainPinVcpuFlags');
    const domain = host.domains.find(dom);
    const { live, config } = impactOf(domain, flags);
    if (live && vcpu >= currentVcpus(domain.definition)) throw noVcpu(vcpu, 'live config');
    if (config && vcpu >= maximumVcpus(domain.persistentDefinition)) throw noVcpu(vcpu, 'domain config');
    const cpus = pinnedCpus(cpumap, 'vcpu');
    const told = textParam(numbered(DomainTunableParam.cpuVcpupin, vcpu), cpus.toString());
    tune(host, domain, flags, old => withVcpuPinned(old, vcpu, cpus), [told]);
  };

  return {
    domainPinVcpu: ({ dom, vcpu, cpumap }) => pinVcpu(dom, vcpu, cpumap, DomainModificationImpact.live),
    domainPinVcpuFlags: ({ dom, vcpu, cpumap, flags }) => pinVcpu(dom, vcpu, cpumap, flags),

    domainPinEmulator({ dom, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinEmulator');
      const cpus = pinnedCpus(cpumap, 'emulator');
      const told = textParam(DomainTunableParam.cpuEmulatorpin, cpus.toString());
      tune(host, host.domains.find(dom), flags, old => withEmulatorPinned(old, cpus), [told]);
    },

    domainGetGuestVcpus({ dom, flags }) {
      checkFlags(flags, 0, 'domainGetGuestVcpus');
      const domain = withAgent(dom);
      const there = Array.from({ length: domain.vcpus }, (_none, number) => number);
      const online = there.filter(number => !domain.runtime.offlineVcpus.has(number));
      return {
        params: [
          textParam('vcpus', cpuList(there)),
          textParam('online', cpuList(online)),
          // The first one carries what cannot be moved.
          textParam('offlinable', cpuList(there.slice(1))),
        ],
      };
    },

    domainSetGuestVcpus({ dom, cpumap, state, flags }) {
      checkFlags(flags, 0, 'domainSetGuestVcpus');
      const domain = withAgent(dom);
      const { offlineVcpus } = domain.runtime;
      const chosen = [...Bitmap.parse(cpumap)];
      if (state !== 0 && state !== 1) throw new VirtError('INVALID_ARG', 'DOMAIN', `state ${state} of a vCPU`);
      for (const number of chosen) {
        if (number >= domain.vcpus) throw new VirtError('INVALID_ARG', 'TEST', `guest vcpu ${number} does not exist`);
        if (number === 0 && state === 0)
          throw new VirtError('INVALID_ARG', 'TEST', 'guest vcpu 0 cannot be taken offline');
      }
      for (const number of chosen) {
        if (state === 0) offlineVcpus.add(number);
        else offlineVcpus.delete(number);
      }
    },

    domainGetVcpusFlags(args) {
      if ((args.flags & DomainVcpuFlags.guest) === 0) return vcpus.domainGetVcpusFlags(args);
      const domain = withAgent(args.dom);
      return { num: domain.vcpus - domain.runtime.offlineVcpus.size };
    },

    domainSetVcpu({ dom, cpumap, state, flags }) {
      checkFlags(flags, impactFlags, 'domainSetVcpu');
      if (state !== 0 && state !== 1) throw new VirtError('INVALID_ARG', 'DOMAIN', `state ${state} of a vCPU`);
      const chosen = [...Bitmap.parse(cpumap)];
      if (chosen.length === 0) throw new VirtError('INVALID_ARG', 'DOMAIN', 'no vcpus selected for modification');
      changeDefinitions(host.domains.find(dom), flags, definition => withVcpusPlugged(definition, chosen, state === 1));
    },
  };
}

function cpuList(numbers: readonly number[]): string {
  return new Bitmap(numbers).toString();
}

function noVcpu(vcpu: number, where: string): VirtError {
  return new VirtError('INVALID_ARG', 'TEST', `vcpu ${vcpu} is not present in ${where}`);
}
