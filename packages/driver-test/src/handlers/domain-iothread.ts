import type { DriverHandlers } from '@tsvirt/core/contract';
import { DomainModificationImpact } from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import { cpumapOf } from '../domain/cpu-affinity.js';
import { currentVcpus, type Definition } from '../domain/definition.js';
import {
  changeDefinitions,
  changeOneDefinition,
  checkOneDefinition,
  definitionFor,
  impactFlags,
  impactOf,
} from '../domain/impact.js';
import { changedPolling, type Polling, pollingTypes, usualPolling } from '../domain/iothread-polling.js';
import { type Iothread, iothreadsOf, withIothread, withIothreadPinned, withoutIothread } from '../domain/iothreads.js';
import type { TestDomain } from '../domain/test-domain.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { checkParams } from '../host/typed-params.js';

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
      requireNumber(iothreadId);
      const domain = host.domains.find(dom);
      changeOneDefinition(domain, flags, definition => withIothread(definition, iothreadId));
      pollingOf(domain).set(iothreadId, usualPolling);
    },

    domainDelIOThread({ dom, iothreadId, flags }) {
      checkFlags(flags, impactFlags, 'domainDelIOThread');
      requireNumber(iothreadId);
      const domain = host.domains.find(dom);
      changeOneDefinition(domain, flags, definition => withoutIothread(definition, iothreadId));
      domain.iothreadPolling?.delete(iothreadId);
    },

    domainPinIOThread({ dom, iothreadsId, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinIOThread');
      const domain = host.domains.find(dom);
      checkOneDefinition(flags);
      const cpus = Bitmap.fromBytes(cpumap);
      if (cpus.isEmpty) throw new VirtError('INVALID_ARG', 'TEST', 'an I/O thread needs at least one CPU');
      changeDefinitions(domain, flags, old => withIothreadPinned(old, iothreadsId, cpus.toString()));
    },

    domainSetIOThreadParams({ dom, iothreadId, params, flags }) {
      checkFlags(flags, DomainModificationImpact.live, 'domainSetIOThreadParams');
      requireNumber(iothreadId);
      const domain = host.domains.find(dom);
      impactOf(domain, flags);
      if (!iothreadsOf(domain.definition).some(({ id }) => id === iothreadId))
        throw new VirtError('INVALID_ARG', 'TEST', `cannot find IOThread '${iothreadId}' in iothreadids`);
      checkParams(params, pollingTypes);
      const polling = pollingOf(domain);
      const old = polling.get(iothreadId);
      // libvirt's mock fails without a reason for threads that were there from the start.
      if (old === undefined && !host.isComplete)
        throw new VirtError('INTERNAL_ERROR', 'NONE', `I/O thread ${iothreadId} was not added by a call`);
      polling.set(iothreadId, changedPolling(old ?? usualPolling, params));
    },
  };
}

function requireNumber(iothreadId: number): void {
  if (iothreadId === 0) throw new VirtError('INVALID_ARG', 'TEST', 'I/O threads have numbers from 1');
}

function pollingOf(domain: TestDomain): Map<number, Polling> {
  return (domain.iothreadPolling ??= new Map());
}

function threadInfo(definition: Definition, { id }: Iothread): { iothreadId: number; cpumap: Uint8Array } {
  const pinned = definition.cputune?.iothreadpins?.find(pin => pin.iothread === id)?.cpuset ?? definition.vcpu?.cpuset;
  // The mock's I/O threads run on as many CPUs as the guest has.
  const cpus = pinned === undefined ? Bitmap.range(0, currentVcpus(definition) - 1) : Bitmap.parse(pinned);
  return { iothreadId: id, cpumap: cpumapOf(cpus, (cpus.last + 8) >> 3) };
}
