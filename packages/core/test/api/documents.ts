/** The mediated device that there is one of. */
export const mdevUuid = 'a51cc1b3-7b0a-4b1e-8f1c-0c1ed7b1c1aa';
/** The guest's one NIC. */
export const nicMac = '52:54:00:00:00:70';

/** Where the objects are that every function of the API is called with. */
export interface Surroundings {
  /** What guests run under. */
  readonly type: 'test' | 'qemu';
  /** The folder of disks and pools. */
  readonly folder: string;
  /** The network of guests' NICs. */
  readonly network: string;
}

export type Documents = ReturnType<typeof documents>;

/** Networks that are there at the same time are apart. */
const addresses: Readonly<Record<string, string>> = { every: '192.0.2.1', lan: '198.51.100.1' };

/** The documents of the objects with which every function of the API is called. */
export function documents({ type, folder, network }: Surroundings) {
  return {
    cpu: "<cpu><arch>x86_64</arch><model>qemu64</model><topology sockets='1' cores='1' threads='1'/></cpu>",

    domain: (name: string): string => `<domain type='${type}'>
    <name>${name}</name>
    <memory>262144</memory><vcpu current='1'>2</vcpu><iothreads>1</iothreads>
    <os><type>hvm</type></os><features><acpi/></features><pm><suspend-to-mem enabled='yes'/></pm>
    <devices>
      <disk type='file'><driver name='qemu' type='qcow2'/><source file='${folder}/disks/${name}'/>
        <backingStore type='file'><format type='raw'/><source file='${folder}/disks/base-${name}'/><backingStore/></backingStore>
        <target dev='vda' bus='virtio'/></disk>
      <interface type='network'><mac address='${nicMac}'/><source network='${network}'/><model type='virtio'/></interface>
      <console type='pty'/>
      <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
      <graphics type='vnc'/><video><model type='vga'/></video><memballoon model='virtio'/>
    </devices>
  </domain>`,

    disk: `<disk type='file'><source file='${folder}/disks/more'/><target dev='vdb' bus='virtio'/></disk>`,
    updatedNic: `<interface type='network'><mac address='${nicMac}'/><source network='${network}'/><model type='virtio'/><link state='down'/></interface>`,
    backup: `<domainbackup mode='pull'><server transport='unix' socket='${folder}/disks/nbd'/><disks>
      <disk name='vda' type='file'><scratch file='${folder}/disks/scratch'/></disk></disks></domainbackup>`,
    copy: `<disk type='file'><driver type='raw'/><source file='${folder}/disks/copy'/></disk>`,

    iface: `<interface type='ethernet' name='eth8'><start mode='none'/><mac address='52:54:00:00:00:08'/></interface>`,
    network: (name: string): string => `<network><name>${name}</name><bridge name='${name}br0'/>
    <ip address='${addresses[name] ?? '203.0.113.1'}' netmask='255.255.255.0'/></network>`,
    dnsHost: "<host ip='192.0.2.9'><hostname>nine</hostname></host>",
    port: (uuid: string): string => `<networkport><uuid>${uuid}</uuid>
    <owner><name>web</name><uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid></owner>
    <mac address='52:54:00:00:00:09'/></networkport>`,
    filter: (name: string): string =>
      `<filter name='${name}' chain='root'><rule action='accept' direction='inout'/></filter>`,
    binding: (portDev: string, filter: string): string => `<filterbinding>
    <owner><name>web</name><uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid></owner>
    <portdev name='${portDev}'/><mac address='52:54:00:00:00:71'/><filterref filter='${filter}'/></filterbinding>`,

    pool: (name: string): string =>
      `<pool type='dir'><name>${name}</name><target><path>${folder}/pools/${name}</path></target></pool>`,
    volume: (
      name: string,
    ): string => `<volume><name>${name}</name><capacity>4194304</capacity><allocation>0</allocation>
    <target><format type='raw'/></target></volume>`,

    /** A mediated device; with a uuid, one of a known name. */
    mdev: (parts = '', uuid?: string): string => `<device><parent>pci_0000_00_02_0</parent>
    <capability type='mdev'><type id='i915-GVTg_V5_4'/>${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}${parts}
    </capability></device>`,
    secret: (volume: string): string => `<secret><usage type='volume'><volume>${volume}</volume></usage></secret>`,
  } as const;
}

/** Those of a mock host. */
export const xml: Documents = documents({ type: 'test', folder: '', network: 'default' });
