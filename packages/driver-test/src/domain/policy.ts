import { randomBytes } from 'node:crypto';
import type { Domain, DomainPolicy, Interface, Video } from '@tsvirt/conf/domain';
import { randomUuid } from '@tsvirt/util';

/** What the mock hypervisor adds to a definition: a video model, and names for interfaces on the host. */
export const policy: DomainPolicy = {
  defaultArch: () => 'i686',
  abilities: {
    memoryHotplug: true,
    offlineVcpuPin: true,
    individualVcpus: true,
    userAlias: true,
    firmwareAutoselect: true,
    netModelString: true,
  },
  makeMac: () =>
    ['52', '54', '00', ...Array.from(randomBytes(3), byte => byte.toString(16).padStart(2, '0'))].join(':'),
  makeUuid: randomUuid,
  devices: { videos: chooseModel },
  last: nameInterfaces,
};

/** As `policy`, of complete hosts: disks may be made of files that clients have opened. */
export const completePolicy: DomainPolicy = { ...policy, abilities: { ...policy.abilities, diskFiles: true } };

function chooseModel(video: Video, domain: Domain): Video {
  if (video.model?.type !== undefined && video.model.type !== 'default') return video;
  const { type, arch } = domain.os?.type ?? {};
  const model = type === 'xen' || type === 'linux' ? 'xen' : arch?.startsWith('ppc64') === true ? 'vga' : 'cirrus';
  return { ...video, model: { ...video.model, type: model } };
}

function nameInterfaces(domain: Domain): Domain {
  const { interfaces } = domain.devices;
  if (interfaces.every(nic => nic.target?.dev !== undefined)) return domain;
  const taken = new Set(interfaces.map(({ target }) => target?.dev));
  let next = 0;
  const named = interfaces.map((nic): Interface => {
    if (nic.target?.dev !== undefined) return nic;
    while (taken.has(`testnet${next}`)) next++;
    const dev = `testnet${next++}`;
    return { ...nic, target: { ...nic.target, dev } };
  });
  return { ...domain, devices: { ...domain.devices, interfaces: named } };
}
