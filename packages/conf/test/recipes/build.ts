import { buildDomain, formatDocument } from '@tsvirt/conf';

export function webServer(): string {
  const domain = buildDomain({
    name: 'web',
    memory: '4 GiB',
    vcpus: 4,
    disks: ['/var/lib/libvirt/images/web.qcow2'],
    interfaces: ['default'],
  });
  return formatDocument('domain', domain);
}
