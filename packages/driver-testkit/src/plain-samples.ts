import type { SampleIdentity, Samples } from './options.js';

const domain = (type: string, { name, uuid, folder }: SampleIdentity): string => `<domain type='${type}'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='KiB'>8192</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${folder}/disk.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <console type='pty'/>
  </devices>
</domain>`;

/**
 * Samples without anything that a hypervisor may lack, for those to whom a document is enough. Name those of other kinds
 * beside them: `{ ...plainSamples('mine'), nodeDevice: ... }`.
 * @param type of the domains
 */
export function plainSamples(type: string): Samples {
  return {
    domain: identity => domain(type, identity),
    device: ({ name, folder }) => `<disk type='file' device='disk'>
  <source file='${folder}/${name}.img'/>
  <target dev='vdy' bus='virtio'/>
</disk>`,
    network: ({ name, uuid }) =>
      `<network><name>${name}</name><uuid>${uuid}</uuid><ip address='10.9.8.1' prefix='24'/></network>`,
    storagePool: ({ name, uuid, folder }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target><path>${folder}</path></target>
</pool>`,
    storageVol: ({ name }) => `<volume><name>${name}</name><capacity unit='MiB'>1</capacity></volume>`,
    interface: ({ name }) => `<interface type='ethernet' name='${name}'><start mode='onboot'/></interface>`,
    secret: ({ name, uuid }) => `<secret ephemeral='no' private='no'>
  <uuid>${uuid}</uuid>
  <usage type='volume'><volume>/nonexistent/${name}</volume></usage>
</secret>`,
    nwfilter: ({ name, uuid }) => `<filter name='${name}' chain='root'><uuid>${uuid}</uuid></filter>`,
  };
}
