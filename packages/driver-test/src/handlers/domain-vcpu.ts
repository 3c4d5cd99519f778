import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainModificationImpact,
  DomainVcpuFlags,
  limits,
  type NonnullDomain,
  VcpuState,
} from '@tsvirt/core/protocol';
import { Bitmap, VirtError } from '@tsvirt/util';
import {
  cpumapOf,
  emulatorAffinity,
  vcpuAffinity,
  withEmulatorPinned,
  withVcpuPinned,
} from '../domain/cpu-affinity.js';
import { currentVcpus, maximumVcpus, withCurrentVcpus, withMaximumVcpus } from '../domain/definition.js';
import { changeDefinitions, checkOneDefinition, definitionFor, impactFlags, impactOf } from '../domain/impact.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';
import { maxVcpus } from '../host/topology.js';

const { live, config } = DomainModificationImpact;

/** Processors of guests: how many, and where they run. */
export function domainVcpuHandlers(host: TestHost) {
  const setVcpus = (dom: NonnullDomain, count: number, flags: number): void => {
    const maximum = (flags & DomainVcpuFlags.maximum) !== 0;
    checkFlags(flags, impactFlags | DomainVcpuFlags.maximum, 'domainSetVcpusFlags');
    if (count === 0) throw new VirtError('INVALID_ARG', 'DOMAIN', 'a domain cannot have 0 vcpus');
    if (maximum && (flags & config) === 0)
      throw new VirtError('INVALID_ARG', 'DOMAIN', 'the most vcpus are set in the configuration only');
    if (count > maxVcpus)
      throw new VirtError(
        'INVALID_ARG',
        'TEST',
        `requested cpu amount exceeds maximum supported (${count} > ${maxVcpus})`,
      );
    const domain = host.domains.find(dom);
    if (maximum) {
      // What runs gets that many, and the configuration gets room for them.
      impactOf(domain, flags);
      if ((flags & live) !== 0) changeDefinitions(domain, live, definition => withCurrentVcpus(definition, count));
      changeDefinitions(domain, config, definition => withMaximumVcpus(definition, count));
      return;
    }
    changeDefinitions(domain, flags, definition => {
      const most = maximumVcpus(definition);
      if (count > most)
        throw new VirtError('INVALID_ARG', 'TEST', `requested cpu amount exceeds maximum (${count} > ${most})`);
      return withCurrentVcpus(definition, count);
    });
  };

  const getVcpus = (dom: NonnullDomain, flags: number): number => {
    checkFlags(flags, impactFlags | DomainVcpuFlags.maximum, 'domainGetVcpusFlags');
    const definition = definitionFor(host.domains.find(dom), flags);
    return (flags & DomainVcpuFlags.maximum) !== 0 ? maximumVcpus(definition) : currentVcpus(definition);
  };

  const pin = (dom: NonnullDomain, vcpu: number, cpumap: Uint8Array, flags: number): void => {
    // libvirt's mock knows no flag here.
    checkFlags(flags, 0, 'domainPinVcpuFlags');
    const domain = host.domains.find(dom);
    if (!domain.isActive) throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot pin vcpus on an inactive domain');
    if (vcpu >= currentVcpus(domain.definition))
      throw new VirtError('INVALID_ARG', 'TEST', `requested vcpu '${vcpu}' is not present in the domain`);
    domain.definition = withVcpuPinned(domain.definition, vcpu, Bitmap.fromBytes(cpumap));
  };

  return {
    domainGetMaxVcpus: ({ dom }) => ({ num: getVcpus(dom, live | DomainVcpuFlags.maximum) }),
    domainGetVcpusFlags: ({ dom, flags }) => ({ num: getVcpus(dom, flags) }),
    domainSetVcpus: ({ dom, nvcpus }) => setVcpus(dom, nvcpus, live),
    domainSetVcpusFlags: ({ dom, nvcpus, flags }) => setVcpus(dom, nvcpus, flags),

    domainGetVcpus({ dom, maxinfo, maplen }) {
      const domain = host.domains.find(dom);
      if (!domain.isActive)
        throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot list vcpus for an inactive domain');
      checkMaps(maxinfo, maplen);
      const cpuTime = host.measures.vcpuTimeNs(domain);
      const cpumaps = new Uint8Array(maxinfo * maplen);
      const info = Array.from({ length: Math.min(maxinfo, currentVcpus(domain.definition)) }, (_, number) => {
        const cpus = vcpuAffinity(domain.definition, number, host.topology);
        cpumaps.set(cpumapOf(cpus, maplen), number * maplen);
        return { number, state: VcpuState.running, cpuTime, cpu: cpus.last };
      });
      return { info, cpumaps };
    },

    domainGetVcpuPinInfo({ dom, ncpumaps, maplen, flags }) {
      // libvirt's mock takes any others here.
      if (host.isComplete) checkFlags(flags, impactFlags, 'domainGetVcpuPinInfo');
      const definition = definitionFor(host.domains.find(dom), flags);
      checkMaps(ncpumaps, maplen);
      const num = Math.min(ncpumaps, maximumVcpus(definition));
      const cpumaps = new Uint8Array(ncpumaps * maplen);
      for (let vcpu = 0; vcpu < num; vcpu++)
        cpumaps.set(cpumapOf(vcpuAffinity(definition, vcpu, host.topology), maplen), vcpu * maplen);
      return { cpumaps, num };
    },

    domainPinVcpu: ({ dom, vcpu, cpumap }) => pin(dom, vcpu, cpumap, 0),
    domainPinVcpuFlags: ({ dom, vcpu, cpumap, flags }) => pin(dom, vcpu, cpumap, flags),

    domainPinEmulator({ dom, cpumap, flags }) {
      checkFlags(flags, impactFlags, 'domainPinEmulator');
      const domain = host.domains.find(dom);
      checkOneDefinition(flags);
      const cpus = Bitmap.fromBytes(cpumap);
      if (cpus.isEmpty) throw new VirtError('INVALID_ARG', 'TEST', 'the emulator needs at least one CPU');
      changeDefinitions(domain, flags, definition => withEmulatorPinned(definition, cpus));
    },

    domainGetEmulatorPinInfo({ dom, maplen, flags }) {
      checkFlags(flags, impactFlags, 'domainGetEmulatorPinInfo');
      const definition = definitionFor(host.domains.find(dom), flags);
      checkMaps(1, maplen);
      return { cpumaps: cpumapOf(emulatorAffinity(definition, host.topology), maplen), ret: 1 };
    },
  } satisfies DriverHandlers;
}

/** Refuses to answer with more than the reply can carry, before anything is allocated. */
function checkMaps(count: number, length: number): void {
  if (count >= 0 && length >= 0 && count <= limits.vcpuinfoMax && count * length <= limits.cpumapsMax) return;
  throw new VirtError('INTERNAL_ERROR', 'RPC', `${count} maps of ${length} bytes are too many`);
}
