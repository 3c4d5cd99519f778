/** What is on the host behind `test:///default`: the same as libvirt's own mock puts there, since clients' tests count on it. */
export const defaultHost = `<node>
  <domain type='test'>
    <name>test</name>
    <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
    <memory>8388608</memory>
    <currentMemory>2097152</currentMemory>
    <vcpu>2</vcpu>
    <os><type>hvm</type></os>
    <devices>
      <disk type='file'>
        <source file='/guest/diskimage1'/>
        <target dev='vda' bus='virtio'/>
        <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
      </disk>
      <interface type='network'>
        <mac address='aa:bb:cc:dd:ee:ff'/>
        <source network='default'/>
        <target dev='testnet0'/>
        <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>
      </interface>
      <memballoon model='virtio'>
        <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
      </memballoon>
    </devices>
  </domain>
  <network>
    <name>default</name>
    <uuid>dd8fe884-6c02-601e-7551-cca97df1c5df</uuid>
    <forward/>
    <bridge name='virbr0'/>
    <ip address='192.168.122.1' netmask='255.255.255.0'>
      <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
    </ip>
  </network>
  <interface type='ethernet' name='eth1'>
    <start mode='onboot'/>
    <mac address='aa:bb:cc:dd:ee:ff'/>
    <mtu size='1492'/>
    <protocol family='ipv4'>
      <ip address='192.168.0.5' prefix='24'/>
      <route gateway='192.168.0.1'/>
    </protocol>
  </interface>
  <pool type='dir'>
    <name>default-pool</name>
    <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>
    <target><path>/default-pool</path></target>
  </pool>
  <device>
    <name>computer</name>
    <capability type='system'>
      <hardware>
        <vendor>Libvirt</vendor>
        <version>Test driver</version>
        <serial>123456</serial>
        <uuid>11111111-2222-3333-4444-555555555555</uuid>
      </hardware>
      <firmware>
        <vendor>Libvirt</vendor>
        <version>Test Driver</version>
        <release_date>01/22/2007</release_date>
      </firmware>
    </capability>
  </device>
  <device>
    <name>scsi_host1</name>
    <parent>computer</parent>
    <capability type='scsi_host'>
      <host>1</host>
      <unique_id>0</unique_id>
      <capability type='fc_host'>
        <wwnn>2000000012341234</wwnn>
        <wwpn>1000000012341234</wwpn>
        <fabric_wwn>2000000043214321</fabric_wwn>
      </capability>
      <capability type='vport_ops'>
        <max_vports>0</max_vports>
        <vports>0</vports>
      </capability>
    </capability>
  </device>
  <device>
    <name>scsi_host2</name>
    <parent>computer</parent>
    <capability type='scsi_host'>
      <host>2</host>
      <unique_id>1</unique_id>
      <capability type='fc_host'>
        <wwnn>2000000056785678</wwnn>
        <wwpn>1000000056785678</wwpn>
        <fabric_wwn>2000000087658765</fabric_wwn>
      </capability>
      <capability type='vport_ops'>
        <max_vports>0</max_vports>
        <vports>0</vports>
      </capability>
    </capability>
  </device>
  <device>
    <name>scsi_host11</name>
    <parent>scsi_host1</parent>
    <capability type='scsi_host'>
      <host>11</host>
      <unique_id>10</unique_id>
      <capability type='fc_host'>
        <wwnn>2000000034563456</wwnn>
        <wwpn>1000000034563456</wwpn>
        <fabric_wwn>2000000043214321</fabric_wwn>
      </capability>
    </capability>
  </device>
</node>
`;

/** Devices that a complete host has in addition: one that gives mediated devices, a network card, one that nobody uses. */
const completeDevices = `  <device>
    <name>pci_0000_00_02_0</name>
    <path>/sys/devices/pci0000:00/0000:00:02.0</path>
    <parent>computer</parent>
    <driver><name>i915</name></driver>
    <capability type='pci'>
      <class>0x030000</class>
      <domain>0</domain><bus>0</bus><slot>2</slot><function>0</function>
      <product id='0x1916'>Skylake GT2</product>
      <vendor id='0x8086'>Intel Corporation</vendor>
      <capability type='mdev_types'>
        <type id='i915-GVTg_V5_4'>
          <name>GVTg_V5_4</name><deviceAPI>vfio-pci</deviceAPI><availableInstances>2</availableInstances>
        </type>
        <type id='i915-GVTg_V5_8'>
          <name>GVTg_V5_8</name><deviceAPI>vfio-pci</deviceAPI><availableInstances>4</availableInstances>
        </type>
      </capability>
      <iommuGroup number='1'><address domain='0x0000' bus='0x00' slot='0x02' function='0x0'/></iommuGroup>
    </capability>
  </device>
  <device>
    <name>pci_0000_00_03_0</name>
    <path>/sys/devices/pci0000:00/0000:00:03.0</path>
    <parent>computer</parent>
    <driver><name>e1000e</name></driver>
    <capability type='pci'>
      <class>0x020000</class>
      <domain>0</domain><bus>0</bus><slot>3</slot><function>0</function>
      <product id='0x10d3'>82574L Gigabit Network Connection</product>
      <vendor id='0x8086'>Intel Corporation</vendor>
      <iommuGroup number='2'><address domain='0x0000' bus='0x00' slot='0x03' function='0x0'/></iommuGroup>
    </capability>
  </device>
  <device>
    <name>net_eth1_aa_bb_cc_dd_ee_ff</name>
    <path>/sys/devices/pci0000:00/0000:00:03.0/net/eth1</path>
    <parent>pci_0000_00_03_0</parent>
    <capability type='net'>
      <interface>eth1</interface>
      <address>aa:bb:cc:dd:ee:ff</address>
      <link speed='1000' state='up'/>
      <capability type='80203'/>
    </capability>
  </device>
  <device>
    <name>pci_0000_00_04_0</name>
    <path>/sys/devices/pci0000:00/0000:00:04.0</path>
    <parent>computer</parent>
    <capability type='pci'>
      <class>0x010802</class>
      <domain>0</domain><bus>0</bus><slot>4</slot><function>0</function>
      <product id='0xa808'>NVMe SSD Controller</product>
      <vendor id='0x144d'>Samsung Electronics Co Ltd</vendor>
      <iommuGroup number='3'><address domain='0x0000' bus='0x00' slot='0x04' function='0x0'/></iommuGroup>
    </capability>
  </device>
`;

/** As `defaultHost`, for complete hosts: with devices that guests can have. */
export const completeHost: string = defaultHost.replace('</node>', `${completeDevices}</node>`);
