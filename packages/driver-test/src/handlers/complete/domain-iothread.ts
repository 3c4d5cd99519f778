import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainTunableParam } from '@tsvirt/core/protocol';
import { pinnedCpus } from '../../domain/cpu-affinity.js';
import { checkOneDefinition, impactFlags } from '../../domain/impact.js';
import { withIothreadPinned } from '../../domain/iothreads.js';
import { numbered, tune } from '../../domain/tuning.js';
import { checkFlags } from '../../host/flags.js';
import type { TestHost } from '../../host/test-host.js';
import { textParam } from '../../host/typed-params.js';

/** I/O threads are pinned, and clients hear of it. */
export function completeIothreadHandlers(host: TestHost): DriverHandlers {
  return {
    domainPinIOThread({ dom, iothreadsId, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinIOThread');
      const cpuset = pinnedCpus(cpumap, 'I/O thread').toString();
      checkOneDefinition(flags);
      const told = textParam(numbered(DomainTunableParam.cpuIothreadspin, iothreadsId), cpuset);
      tune(host, host.domains.find(dom), flags, old => withIothreadPinned(old, iothreadsId, cpuset), [told]);
    },
  };
}
