import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainModificationImpact,
  DomainTunableParam,
  type NonnullDomain,
  type TypedParam,
} from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { iotuneTypes, withIotuneGroups } from '../../domain/block-iotune.js';
import { withEmulatorPinned, withVcpuPinned } from '../../domain/cpu-affinity.js';
import { currentVcpus, type Definition, maximumVcpus } from '../../domain/definition.js';
import { requireDisk, withDisk } from '../../domain/device-lookup.js';
import { changeDefinitions, checkOneDefinition, definitionFor, impactFlags, impactOf } from '../../domain/impact.js';
import { withIothreadPinned } from '../../domain/iothreads.js';
import {
  schedulerParamCount,
  schedulerParams,
  schedulerTypes,
  withSchedulerParams,
} from '../../domain/scheduler-params.js';
import { withoutThrottleGroup, withThrottleGroup } from '../../domain/throttle-groups.js';
import type { TestDomain } from '../../domain/test-domain.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { acceptsStrings, checkParams, textParam } from '../../host/typed-params.js';

/**
 * Shares and limits as QEMU's driver has them: kept, live and in the configuration, and told in `domainTunable` when they
 * change for a running guest. Shares of block devices are in no such event, there as here.
 */
export function completeTuningHandlers(host: TestHost): DriverHandlers {
  const tune = (
    domain: TestDomain,
    flags: number,
    change: (definition: Definition) => Definition,
    told: readonly TypedParam[],
  ): void => {
    const { live } = impactOf(domain, flags);
    changeDefinitions(domain, flags, change);
    if (live && told.length > 0 && host.events.wanted('domainTunable'))
      host.events.emit('domainTunable', { dom: domain.reference, params: told });
  };

  const getScheduler = (dom: NonnullDomain, flags: number): { params: TypedParam[] } => {
    checkFlags(flags, impactFlags | acceptsStrings, 'domainGetSchedulerParametersFlags');
    const domain = host.domains.find(dom);
    const definition = definitionFor(domain, flags);
    return { params: schedulerParams(definition, impactOf(domain, flags & impactFlags).live) };
  };
  const setScheduler = (dom: NonnullDomain, params: readonly TypedParam[], flags: number): void => {
    checkFlags(flags, impactFlags, 'domainSetSchedulerParametersFlags');
    checkParams(params, schedulerTypes);
    const told = params.filter(({ field, value }) => field === 'cpu_shares' || value.value !== 0n);
    tune(host.domains.find(dom), flags, old => withSchedulerParams(old, params), prefixed('cputune', told));
  };
  const pinVcpu = (dom: NonnullDomain, vcpu: number, cpumap: Uint8Array, flags: number): void => {
    checkFlags(flags, impactFlags, 'domainPinVcpuFlags');
    const domain = host.domains.find(dom);
    const { live, config } = impactOf(domain, flags);
    if (live && vcpu >= currentVcpus(domain.definition)) throw noVcpu(vcpu, 'live config');
    if (config && vcpu >= maximumVcpus(domain.persistentDefinition)) throw noVcpu(vcpu, 'domain config');
    const cpus = cpusOf(cpumap, 'vcpu');
    const told = textParam(numbered(DomainTunableParam.cpuVcpupin, vcpu), cpus.toString());
    tune(domain, flags, old => withVcpuPinned(old, vcpu, cpus), [told]);
  };

  return {
    domainGetSchedulerType({ dom }) {
      host.domains.find(dom);
      return { type: 'posix', nparams: schedulerParamCount };
    },
    domainGetSchedulerParameters: ({ dom }) => getScheduler(dom, 0),
    domainGetSchedulerParametersFlags: ({ dom, flags }) => getScheduler(dom, flags),
    domainSetSchedulerParameters: ({ dom, params }) => setScheduler(dom, params, 0),
    domainSetSchedulerParametersFlags: ({ dom, params, flags }) => setScheduler(dom, params, flags),

    domainPinVcpu: ({ dom, vcpu, cpumap }) => pinVcpu(dom, vcpu, cpumap, DomainModificationImpact.live),
    domainPinVcpuFlags: ({ dom, vcpu, cpumap, flags }) => pinVcpu(dom, vcpu, cpumap, flags),

    domainPinEmulator({ dom, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinEmulator');
      const cpus = cpusOf(cpumap, 'emulator');
      const told = textParam(DomainTunableParam.cpuEmulatorpin, cpus.toString());
      tune(host.domains.find(dom), flags, old => withEmulatorPinned(old, cpus), [told]);
    },

    domainPinIOThread({ dom, iothreadsId, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinIOThread');
      const cpuset = cpusOf(cpumap, 'I/O thread').toString();
      checkOneDefinition(flags);
      const told = textParam(numbered(DomainTunableParam.cpuIothreadspin, iothreadsId), cpuset);
      tune(host.domains.find(dom), flags, old => withIothreadPinned(old, iothreadsId, cpuset), [told]);
    },

    domainSetThrottleGroup({ dom, group, params, flags }) {
      checkFlags(flags, impactFlags, 'domainSetThrottleGroup');
      checkParams(params, iotuneTypes);
      if (group === '') throw new VirtError('INVALID_ARG', 'TEST', 'the name of a throttle group must not be empty');
      tune(host.domains.find(dom), flags, old => withThrottleGroup(old, group, params), [
        textParam(DomainTunableParam.blkdevDisk, group),
        ...prefixed('blkdeviotune', params),
      ]);
    },
    domainDelThrottleGroup({ dom, group, flags }) {
      checkFlags(flags, impactFlags, 'domainDelThrottleGroup');
      tune(host.domains.find(dom), flags, old => withoutThrottleGroup(old, group ?? ''), []);
    },

    domainSetBlockIoTune({ dom, disk: path, params, flags }) {
      checkFlags(flags, impactFlags, 'domainSetBlockIoTune');
      checkParams(params, iotuneTypes);
      const limited = (old: Definition): Definition => {
        const disk = requireDisk(old, path);
        return withDisk(old, disk, found => ({ ...found, iotune: withIotuneGroups(found.iotune, params) }));
      };
      tune(host.domains.find(dom), flags, limited, [
        textParam(DomainTunableParam.blkdevDisk, path),
        ...prefixed('blkdeviotune', params),
      ]);
    },
  };
}

function noVcpu(vcpu: number, where: string): VirtError {
  return new VirtError('INVALID_ARG', 'TEST', `vcpu ${vcpu} is not present in ${where}`);
}

function cpusOf(cpumap: Uint8Array, what: string): Bitmap {
  const cpus = Bitmap.fromBytes(cpumap);
  if (cpus.isEmpty) throw new VirtError('INVALID_ARG', 'TEST', `empty list of CPUs for pinning the ${what}`);
  return cpus;
}

/** Names in events are those of the parameters, behind the name of their element. */
function prefixed(element: string, params: readonly TypedParam[]): TypedParam[] {
  return params.map(({ field, value }) => ({ field: `${element}.${field}`, value }));
}

function numbered(name: string, number: number): string {
  return name.replace('%u', String(number));
}
