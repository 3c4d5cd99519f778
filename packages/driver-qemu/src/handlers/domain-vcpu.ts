import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { DomainVcpuFlags, type NonnullDomain } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { changeDomain } from '../domain/definition-change.js';
import { monitorOf } from '../domain/monitor-of.js';
import type { Guest } from '../definition.js';
import type { QemuHost } from '../host.js';
import { setLiveVcpus } from '../hotplug/vcpus.js';
import { checkFlags } from './flags.js';

/** How many CPUs a guest has and can have. */
export function domainVcpuHandlers(host: QemuHost): DriverHandlers {
  const set = async (dom: NonnullDomain, count: number, flags: number, { signal }: Call) => {
    const { live, config, maximum, hotpluggable } = DomainVcpuFlags;
    checkFlags(flags, live | config | maximum | hotpluggable, 'virDomainSetVcpusFlags');
    if (count === 0) throw new VirtError('INVALID_ARG', 'QEMU', 'a domain has at least one vcpu');
    const ofMaximum = (flags & maximum) !== 0;
    await changeDomain(
      host,
      dom,
      flags,
      { signal },
      {
        check({ live: ofRunning }) {
          if (!ofMaximum || !ofRunning) return;
          const detail = 'setting the maximum number of vcpus of a running domain is not possible';
          throw new VirtError('INVALID_ARG', 'QEMU', detail);
        },
        config: definition => (ofMaximum ? withMaximum(host, definition, count) : withCurrent(definition, count)),
        live(domain) {
          checkMost(domain.live.definition, count, 'live');
          return setLiveVcpus(host, domain, monitorOf(domain), count, signal);
        },
      },
    );
  };
  return {
    domainSetVcpus: ({ dom, nvcpus }, call) => set(dom, nvcpus, DomainVcpuFlags.live, call),
    domainSetVcpusFlags: ({ dom, nvcpus, flags }, call) => set(dom, nvcpus, flags, call),
  };
}

function checkMost({ vcpu }: Guest, count: number, which: 'live' | 'persistent'): void {
  if (count > vcpu.count)
    throw new VirtError(
      'INVALID_ARG',
      'QEMU',
      `requested vcpus is greater than max allowable vcpus for the ${which} domain: ${count} > ${vcpu.count}`,
    );
}

/** Which CPUs are there one by one is settled anew: the first ones. */
function withCurrent(guest: Guest, count: number): Guest {
  checkMost(guest, count, 'persistent');
  const { vcpus: _states, ...rest } = guest;
  const { current: _current, ...vcpu } = guest.vcpu;
  return { ...rest, vcpu: count === vcpu.count ? vcpu : { ...vcpu, current: count } };
}

async function withMaximum(host: QemuHost, guest: Guest, count: number): Promise<Guest> {
  const capabilities = await host.capabilities.of(guest.devices.emulator);
  const most = capabilities.machine(guest.os.type.machine)?.maxCpus;
  if (most !== undefined && count > most)
    throw new VirtError('CONFIG_UNSUPPORTED', 'QEMU', `Maximum CPUs greater than specified machine type limit ${most}`);
  const topology = guest.cpu?.topology;
  if (topology !== undefined && topology.sockets * topology.dies * topology.cores * topology.threads !== count)
    throw new VirtError('INVALID_ARG', 'QEMU', 'CPU topology does not match the desired vcpu count');
  const { vcpus: _states, ...rest } = guest;
  const { current, ...vcpu } = guest.vcpu;
  return { ...rest, vcpu: { ...vcpu, count, ...(current !== undefined && current < count && { current }) } };
}
