import { randomUuid } from '@tsvirt/util';
import type { Domain, DomainPolicy, Interface, Video } from '../src/index.js';

/** What the mock hypervisor adds to a definition, as far as the corpus shows it. */
export const testPolicy: DomainPolicy = {
  defaultArch: () => 'i686',
  abilities: {
    memoryHotplug: true,
    offlineVcpuPin: true,
    individualVcpus: true,
    userAlias: true,
    firmwareAutoselect: true,
    netModelString: true,
  },
  makeMac: () => '52:54:00:00:00:00',
  makeUuid: randomUuid,
  devices: { videos: chooseModel },
  last: nameTapDevices,
};

function chooseModel(video: Video, domain: Domain): Video {
  if (video.model?.type !== undefined && video.model.type !== 'default') return video;
  const { type, arch } = domain.os?.type ?? {};
  const model = type === 'xen' || type === 'linux' ? 'xen' : arch?.startsWith('ppc64') === true ? 'vga' : 'cirrus';
  return { ...video, model: { ...video.model, type: model } };
}

function nameTapDevices(domain: Domain): Domain {
  const taken = new Set(domain.devices.interfaces.map(({ target }) => target?.dev));
  const name = (nic: Interface): Interface => {
    if (nic.target?.dev !== undefined) return nic;
    let number = 0;
    while (taken.has(`testnet${number}`)) number++;
    const dev = `testnet${number}`;
    taken.add(dev);
    return { ...nic, target: { ...nic.target, dev } };
  };
  return { ...domain, devices: { ...domain.devices, interfaces: domain.devices.interfaces.map(name) } };
}
