import type { DriverHandlers } from '@tsvirt/core/contract';
import {
  DomainMemoryFlags,
  DomainMemoryModFlags,
  DomainMemoryStatTags,
  DomainModificationImpact,
  limits,
  type NonnullDomain,
} from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import { currentMemoryKiB, maxMemoryKiB, withMaxMemory } from '../domain/definition.js';
import { guestClock } from '../domain/guest-agent.js';
import { changeDefinitions, changeOneDefinition, definitionFor, impactFlags, impactOf } from '../domain/impact.js';
import { checkFlags } from '../host/flags.js';
import type { TestHost } from '../host/test-host.js';

const { live } = DomainModificationImpact;
const { maximum } = DomainMemoryModFlags;
const peekFlags = DomainMemoryFlags.virtual | DomainMemoryFlags.physical;

/** Memory of guests: how much, and what is in it. */
export function domainMemoryHandlers(host: TestHost): DriverHandlers {
  const setMemory = (dom: NonnullDomain, sizeKiB: bigint, flags: number): void => {
    checkFlags(flags, impactFlags | maximum, 'domainSetMemoryFlags');
    if (sizeKiB === 0n) throw new VirtError('INVALID_ARG', 'DOMAIN', 'a domain cannot have 0 KiB of memory');
    const domain = host.domains.find(dom);
    const definition = definitionFor(domain, flags);
    if ((flags & maximum) === 0) {
      if (sizeKiB > maxMemoryKiB(definition))
        throw new VirtError('INVALID_ARG', 'TEST', 'cannot set memory higher than max memory');
      changeDefinitions(domain, flags, changed => ({ ...changed, currentMemoryKiB: sizeKiB }));
      return;
    }
    if (impactOf(domain, flags).live)
      throw new VirtError('OPERATION_INVALID', 'TEST', 'cannot resize the maximum memory on an active domain');
    if ((definition.cpu?.numa?.cells.length ?? 0) > 0)
      throw new VirtError('OPERATION_INVALID', 'TEST', 'the memory of a domain with NUMA nodes is what these have');
    changeDefinitions(domain, flags, changed => withMaxMemory(changed, sizeKiB));
  };

  return {
    domainGetMaxMemory: ({ dom }) => ({ memory: maxMemoryKiB(host.domains.find(dom).definition) }),
    domainSetMaxMemory: ({ dom, memory }) => setMemory(dom, memory, maximum),
    domainSetMemory: ({ dom, memory }) => setMemory(dom, memory, live),
    domainSetMemoryFlags: ({ dom, memory, flags }) => setMemory(dom, memory, flags),

    domainSetMemoryStatsPeriod({ dom, period, flags }) {
      checkFlags(flags, impactFlags, 'domainSetMemoryStatsPeriod');
      if (period < 0) throw new VirtError('INVALID_ARG', 'DOMAIN', `a period of ${period} seconds`);
      changeOneDefinition(host.domains.find(dom), flags, definition => {
        const { devices } = definition;
        if (devices?.memballoon === undefined)
          throw new VirtError('INTERNAL_ERROR', 'TEST', `domain '${definition.name}' has no memory balloon device`);
        const { statsPeriod: _statsPeriod, ...memballoon } = devices.memballoon;
        const changed = period === 0 ? memballoon : { ...memballoon, statsPeriod: period };
        return { ...definition, devices: { ...devices, memballoon: changed } };
      });
    },

    domainMemoryStats({ dom, flags }) {
      checkFlags(flags, 0, 'domainMemoryStats');
      const { definition } = host.domains.findActive(dom);
      const current = currentMemoryKiB(definition);
      // All of it comes through the balloon.
      if (definition.devices?.memballoon === undefined) return { stats: [] };
      return {
        stats: [
          { tag: DomainMemoryStatTags.actualBalloon, val: current },
          { tag: DomainMemoryStatTags.swapIn, val: 0n },
          { tag: DomainMemoryStatTags.swapOut, val: 0n },
          { tag: DomainMemoryStatTags.majorFault, val: 0n },
          { tag: DomainMemoryStatTags.minorFault, val: 0n },
          { tag: DomainMemoryStatTags.unused, val: current / 2n },
          { tag: DomainMemoryStatTags.available, val: current },
          { tag: DomainMemoryStatTags.usable, val: current / 2n },
          { tag: DomainMemoryStatTags.lastUpdate, val: guestClock.seconds },
          { tag: DomainMemoryStatTags.diskCaches, val: current / 8n },
          { tag: DomainMemoryStatTags.hugetlbPgalloc, val: 0n },
          { tag: DomainMemoryStatTags.hugetlbPgfail, val: 0n },
          { tag: DomainMemoryStatTags.rss, val: current / 2n },
        ],
      };
    },

    // Every byte of guest memory is its address, modulo 256.
    domainMemoryPeek({ dom, offset, size, flags }) {
      checkFlags(flags, peekFlags, 'domainMemoryPeek');
      if (flags === 0) throw new VirtError('INVALID_ARG', 'TEST', 'flags say neither virtual nor physical memory');
      host.domains.findActive(dom);
      if (size > limits.domainMemoryPeekBufferMax)
        throw new VirtError('INVALID_ARG', 'TEST', `cannot read ${size} bytes at once`);
      const start = Number(offset & 0xffn);
      return { buffer: Uint8Array.from({ length: size }, (_, index) => (start + index) & 0xff) };
    },
  };
}
