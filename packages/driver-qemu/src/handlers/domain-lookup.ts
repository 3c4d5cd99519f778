import { flagFilter } from '@tsvirt/conf/store';
import type { Call, DriverHandlers } from '@tsvirt/core/contract';
import { ConnectListAllDomainsFlags as Filter } from '@tsvirt/core/protocol';
import { VirtError } from '@tsvirt/util';
import type { QemuDomain } from '../domain/qemu-domain.js';
import type { QemuHost } from '../host.js';
import { checkFlags } from './flags.js';

/** Finding domains: by name, id, uuid, and in lists. */
export function domainLookupHandlers(host: QemuHost): DriverHandlers {
  const all = (): QemuDomain[] => [...host.domains];
  const visible = async (call: Call, domains: readonly QemuDomain[]): Promise<QemuDomain[]> => {
    const seen: QemuDomain[] = [];
    for (const domain of domains) {
      if (await call.allows('domain:getattr', { name: domain.name, uuid: domain.uuid })) seen.push(domain);
    }
    return seen;
  };
  return {
    domainLookupByID({ id }) {
      const domain = host.domains.withId(id);
      if (domain === undefined) throw new VirtError('NO_DOMAIN', 'QEMU', `no domain with matching id ${id}`);
      return { dom: domain.reference };
    },
    domainLookupByName({ name }) {
      const domain = host.domains.withName(name);
      if (domain === undefined) throw new VirtError('NO_DOMAIN', 'QEMU', `no domain with matching name '${name}'`);
      return { dom: domain.reference };
    },
    domainLookupByUUID({ uuid }) {
      const domain = host.domains.withUuid(uuid);
      if (domain === undefined) throw new VirtError('NO_DOMAIN', 'QEMU', `no domain with matching uuid '${uuid}'`);
      return { dom: domain.reference };
    },
    async connectListAllDomains({ flags }, call) {
      checkFlags(flags, domainFilter.flags, 'virConnectListAllDomains');
      const domains = await visible(call, all());
      return { domains: domains.filter(domainFilter.of(flags)).map(({ reference }) => reference) };
    },
    async connectListDomains(_args, call) {
      const domains = await visible(call, all());
      return { ids: domains.filter(({ isActive }) => isActive).map(({ id }) => id) };
    },
    async connectNumOfDomains(_args, call) {
      const domains = await visible(call, all());
      return { num: domains.filter(({ isActive }) => isActive).length };
    },
    async connectListDefinedDomains(_args, call) {
      const domains = await visible(call, all());
      return { names: domains.filter(({ isActive }) => !isActive).map(({ name }) => name) };
    },
    async connectNumOfDefinedDomains(_args, call) {
      const domains = await visible(call, all());
      return { num: domains.filter(({ isActive }) => !isActive).length };
    },
  };
}

/** What the flags of a list ask for. */
export const domainFilter = flagFilter<QemuDomain>([
  [
    [Filter.active, domain => domain.isActive],
    [Filter.inactive, domain => !domain.isActive],
  ],
  [
    [Filter.persistent, domain => domain.isPersistent],
    [Filter.transient, domain => !domain.isPersistent],
  ],
  [
    [Filter.running, domain => domain.phase.state === 'running'],
    [Filter.paused, domain => domain.phase.state === 'paused'],
    [Filter.shutoff, domain => domain.phase.state === 'shutoff'],
    [Filter.other, ({ phase: { state } }) => state !== 'running' && state !== 'paused' && state !== 'shutoff'],
  ],
  [
    [Filter.managedsave, () => false],
    [Filter.noManagedsave, () => true],
  ],
  [
    [Filter.autostart, domain => domain.autostart],
    [Filter.noAutostart, domain => !domain.autostart],
  ],
  [
    [Filter.hasSnapshot, () => false],
    [Filter.noSnapshot, () => true],
  ],
  [
    [Filter.hasCheckpoint, () => false],
    [Filter.noCheckpoint, () => true],
  ],
]);
