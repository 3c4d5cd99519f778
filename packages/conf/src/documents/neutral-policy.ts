import { randomUuid } from '@tsvirt/util';
import type { DomainPolicy } from '../domain/index.js';

/** What each hypervisor agrees on: every ability, no additions. For checking and comparing documents without a driver. */
export const neutralPolicy: DomainPolicy = {
  defaultArch: () => 'x86_64',
  defaultOsType: 'hvm',
  namespaces: ['qemu', 'lxc', 'xen', 'bhyve', 'vmware'],
  abilities: {
    wideScsi: true,
    userAlias: true,
    memoryHotplug: true,
    offlineVcpuPin: true,
    individualVcpus: true,
    firmwareAutoselect: true,
    netModelString: true,
    diskFiles: true,
  },
  makeMac: () => '52:54:00:00:00:00',
  makeUuid: randomUuid,
};
