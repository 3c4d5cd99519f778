import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainTunableParam, type NonnullDomain, type TypedParam } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { iotuneTypes, withIotuneGroups } from '../../domain/block-iotune.js';
import type { Definition } from '../../domain/definition.js';
import { requireDisk, withDisk } from '../../domain/device-lookup.js';
import { definitionFor, impactFlags, impactOf } from '../../domain/impact.js';
import {
  schedulerParamCount,
  schedulerParams,
  schedulerTypes,
  withSchedulerParams,
} from '../../domain/scheduler-params.js';
import { withoutThrottleGroup, withThrottleGroup } from '../../domain/throttle-groups.js';
import { tune } from '../../domain/tuning.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { acceptsStrings, checkParams, textParam } from '../../host/typed-params.js';

/**
 * Shares and limits as QEMU's driver has them: kept, live and in the configuration, and told in `domainTunable` when they
 * change for a running guest. Shares of block devices are in no such event, there as here.
 */
export function completeTuningHandlers(host: TestHost): DriverHandlers {
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
    tune(host, host.domains.find(dom), flags, old => withSchedulerParams(old, params), prefixed('cputune', told));
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

    domainSetThrottleGroup({ dom, group, params, flags }) {
      checkFlags(flags, impactFlags, 'domainSetThrottleGroup');
      checkParams(params, iotuneTypes);
      if (group === '') throw new VirtError('INVALID_ARG', 'TEST', 'the name of a throttle group must not be empty');
      tune(host, host.domains.find(dom), flags, old => withThrottleGroup(old, group, params), [
        textParam(DomainTunableParam.blkdevDisk, group),
        ...prefixed('blkdeviotune', params),
      ]);
    },
    domainDelThrottleGroup({ dom, group, flags }) {
      checkFlags(flags, impactFlags, 'domainDelThrottleGroup');
      tune(host, host.domains.find(dom), flags, old => withoutThrottleGroup(old, group ?? ''), []);
    },

    domainSetBlockIoTune({ dom, disk: path, params, flags }) {
      checkFlags(flags, impactFlags, 'domainSetBlockIoTune');
      checkParams(params, iotuneTypes);
      const limited = (old: Definition): Definition => {
        const disk = requireDisk(old, path);
        return withDisk(old, disk, found => ({ ...found, iotune: withIotuneGroups(found.iotune, params) }));
      };
      tune(host, host.domains.find(dom), flags, limited, [
        textParam(DomainTunableParam.blkdevDisk, path),
        ...prefixed('blkdeviotune', params),
      ]);
    },
  };
}

/** Names in events are those of the parameters, behind the name of their element. */
function prefixed(element: string, params: readonly TypedParam[]): TypedParam[] {
  return params.map(({ field, value }) => ({ field: `${element}.${field}`, value }));
}
