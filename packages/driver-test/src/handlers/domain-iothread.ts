import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainIOThreadParam, DomainModificationImpact } from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { cpumapOf } from '../domain/cpu-affinity.js';
import { currentVcpus, type Definition } from '../domain/definition.js';
import { changeDefinitions, checkOneDefinition, definitionFor, impactFlags, impactOf } from '../domain/impact.js';
import { type Iothread, iothreadsOf, withIothread, withIothreadPinned, withoutIothread } from '../domain/iothreads.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { checkParams, type ParamTypes } from '../host/typed-params.js';

const paramTypes: ParamTypes = {
  [DomainIOThreadParam.pollMaxNs]: 'ullong',
  [DomainIOThreadParam.pollGrow]: 'uint',
  [DomainIOThreadParam.pollShrink]: 'uint',
  [DomainIOThreadParam.threadPoolMin]: 'int',
  [DomainIOThreadParam.threadPoolMax]: 'int',
};

/** I/O threads of guests. */
export function domainIothreadHandlers(host: TestHost): DriverHandlers {
  return {
    domainGetIOThreadInfo({ dom, flags }) {
      checkFlags(flags, impactFlags, 'domainGetIOThreadInfo');
      const definition = definitionFor(host.domains.find(dom), flags);
      return { info: iothreadsOf(definition).map(thread => threadInfo(definition, thread)) };
    },

    domainAddIOThread({ dom, iothreadId, flags }) {
      checkFlags(flags, impactFlags, 'domainAddIOThread');
      if (iothreadId === 0) throw new VirtError('INVALID_ARG', 'TEST', 'invalid value of 0 for iothread_id');
      checkOneDefinition(flags);
      changeDefinitions(host.domains.find(dom), flags, definition => withIothread(definition, iothreadId));
    },

    domainDelIOThread({ dom, iothreadId, flags }) {
      checkFlags(flags, impactFlags, 'domainDelIOThread');
      if (iothreadId === 0) throw new VirtError('INVALID_ARG', 'TEST', 'invalid value of 0 for iothread_id');
      checkOneDefinition(flags);
      changeDefinitions(host.domains.find(dom), flags, definition => withoutIothread(definition, iothreadId));
    },

    domainPinIOThread({ dom, iothreadsId, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinIOThread');
      const cpus = Bitmap.fromBytes(cpumap);
      if (cpus.isEmpty) throw new VirtError('INVALID_ARG', 'TEST', 'an I/O thread needs at least one CPU');
      checkOneDefinition(flags);
      changeDefinitions(host.domains.find(dom), flags, old => withIothreadPinned(old, iothreadsId, cpus.toString()));
    },

    // Polling is nothing that a definition shows, so the parameters are checked and dropped.
    domainSetIOThreadParams({ dom, iothreadId, params, flags }) {
      checkFlags(flags, DomainModificationImpact.live, 'domainSetIOThreadParams');
      if (iothreadId === 0) throw new VirtError('INVALID_ARG', 'TEST', 'invalid value of 0 for iothread_id');
      const domain = host.domains.find(dom);
      impactOf(domain, flags);
      if (!iothreadsOf(domain.definition).some(({ id }) => id === iothreadId))
        throw new VirtError('INVALID_ARG', 'TEST', `cannot find IOThread '${iothreadId}' in iothreadids`);
      checkParams(params, paramTypes);
    },
  };
}

function threadInfo(definition: Definition, { id }: Iothread): { iothreadId: number; cpumap: Uint8Array } {
  const pinned = definition.cputune?.iothreadpins?.find(pin => pin.iothread === id)?.cpuset ?? definition.vcpu?.cpuset;
  // The mock's I/O threads run on as many CPUs as the guest has.
  const cpus = pinned === undefined ? Bitmap.range(0, currentVcpus(definition) - 1) : Bitmap.parse(pinned);
  return { iothreadId: id, cpumap: cpumapOf(cpus, (cpus.last + 8) >> 3) };
}
