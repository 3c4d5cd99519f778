import { parseCapabilities, parseDomainCapabilities } from '@tsvirt/conf';

/** Machine types of a host's KVM guests, and how many vCPUs each can have. */
export function machines(capabilities: string, arch: string): ReadonlyMap<string, number | undefined> {
  const guests = parseCapabilities(capabilities).guests.filter(({ osType, arch: { name, domains } }) => {
    return osType === 'hvm' && name === arch && domains.some(({ type }) => type === 'kvm');
  });
  return new Map(guests.flatMap(guest => guest.arch.machines.map(({ name, maxCpus }) => [name, maxCpus])));
}

/** CPU models that a guest would run with, and buses that its disks can be on. */
export function choices(domainCapabilities: string): Record<'cpus' | 'buses', readonly string[]> {
  const { cpu, devices } = parseDomainCapabilities(domainCapabilities);
  const models = cpu?.custom?.models ?? [];
  return {
    cpus: models.filter(({ usable, deprecated }) => usable === 'yes' && !deprecated).map(({ name }) => name),
    buses: devices?.disk?.bus ?? [],
  };
}
