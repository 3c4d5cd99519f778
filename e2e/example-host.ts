/** The host that examples talk to, in the format of `test:///FILE`: a running guest, one that is off, and what they use. */
export const exampleHost = `<node>
  <domain type='test'>
    <name>web</name>
    <uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c101</uuid>
    <memory unit='GiB'>4</memory>
    <currentMemory unit='GiB'>4</currentMemory>
    <vcpu current='2'>4</vcpu>
    <os><type>hvm</type></os>
    <devices>
      <disk type='file' device='disk'>
        <source file='/var/lib/libvirt/images/web.qcow2'/>
        <target dev='vda' bus='virtio'/>
      </disk>
      <interface type='network'>
        <mac address='52:54:00:4a:10:01'/>
        <source network='default'/>
        <target dev='vnet0'/>
      </interface>
      <console type='pty'/>
    </devices>
  </domain>
  <domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <name>db</name>
    <uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c102</uuid>
    <memory unit='GiB'>8</memory>
    <vcpu>4</vcpu>
    <os><type>hvm</type></os>
    <test:runstate>5</test:runstate>
  </domain>
  <network>
    <name>default</name>
    <uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c201</uuid>
    <forward/>
    <bridge name='virbr0'/>
    <ip address='192.168.122.1' netmask='255.255.255.0'>
      <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
    </ip>
  </network>
  <interface type='ethernet' name='eth0'>
    <start mode='onboot'/>
    <mac address='52:54:00:4a:10:02'/>
    <protocol family='ipv4'><ip address='192.168.0.5' prefix='24'/></protocol>
  </interface>
  <pool type='dir'>
    <name>default</name>
    <uuid>a2d2c1b3-40a0-4ea2-8f1c-0c1ed7b1c301</uuid>
    <target><path>/var/lib/libvirt/images</path></target>
    <volume type='file'>
      <name>web.qcow2</name>
      <capacity unit='GiB'>20</capacity>
      <target><path>/var/lib/libvirt/images/web.qcow2</path></target>
    </volume>
  </pool>
  <device>
    <name>computer</name>
    <capability type='system'>
      <hardware><vendor>Example</vendor><uuid>5b6f1c52-3c0f-4b0e-9a53-1b1d3fd2c001</uuid></hardware>
      <firmware><vendor>Example</vendor></firmware>
    </capability>
  </device>
</node>
`;
