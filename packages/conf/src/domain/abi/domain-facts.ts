import type { Domain } from '../domain.js';
import { type Fact, fact } from './fact.js';

/** What a guest sees of itself beside its devices. */
export const domainFacts: readonly Fact<Domain>[] = [
  fact('virt type', domain => domain.type),
  fact('uuid', domain => domain.uuid),
  fact('VM Generation ID', domain => domain.genid),
  // Not seen by the guest, but a document must not rename a domain by the back door.
  fact('name', domain => domain.name),
  fact('max memory', domain => domain.memory?.sizeKiB),
  fact('memory slots count', domain => domain.maxMemory?.slots),
  fact('maximum memory size', domain => domain.maxMemory?.sizeKiB),
  fact('huge page backing', domain => domain.memoryBacking?.hugepages),
  fact('vCPU max', domain => domain.vcpu.count),
  fact('vCPU count', domain => domain.vcpu.current ?? domain.vcpu.count),
  fact('vCPU states', domain =>
    domain.vcpus?.vcpus.map(({ id, enabled, hotpluggable }) => ({ id, enabled, hotpluggable })),
  ),
  fact('iothreads count', domain => domain.iothreads ?? 0),
  fact('OS type', domain => domain.os?.type?.type),
  fact('architecture', domain => domain.os?.type?.arch),
  fact('machine type', domain => domain.os?.type?.machine),
  fact('SMBIOS mode', domain => domain.os?.smbios ?? 'none'),
  fact('sysinfo', domain => domain.sysinfos ?? []),
  fact('features', domain => ({ ...domain.features })),
  fact('timers', domain => domain.clock.timers ?? []),
  fact('CPU mode', domain => domain.cpu?.mode),
  fact('CPU model', domain => domain.cpu?.model?.name),
  fact('CPU vendor id', domain => domain.cpu?.model?.vendorId),
  fact('CPU vendor', domain => domain.cpu?.vendor),
  fact('CPU topology', domain => domain.cpu?.topology),
  fact('CPU cache', domain => domain.cpu?.cache),
  fact('CPU physical address width', domain => domain.cpu?.addressWidth),
  fact('CPU features', domain =>
    (domain.cpu?.features ?? [])
      .map(({ name, policy = 'require' }) => `${name}=${policy}`)
      .toSorted()
      .join(' '),
  ),
  fact('NUMA topology', domain => domain.cpu?.numa),
  fact('redirection filter', ({ devices }) => devices.redirfilter?.rules),
  fact('launch security', domain => domain.launchSecurity),
];

/** What the guest itself, or an administrator while it runs, changes without anybody taking note. */
export const volatileFacts: readonly Fact<Domain>[] = [fact('current memory', domain => domain.currentMemoryKiB)];
