import { type ContractOptions, driverContract } from '@tsvirt/driver-testkit';
import driver from '../src/index.js';

const likeTheMock = "libvirt's mock does the same";

const samples: ContractOptions['samples'] = {
  domain: ({ name, uuid }) => `<domain type='test'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <memory unit='KiB'>8192</memory>
  <vcpu>1</vcpu>
  <os><type>hvm</type></os>
</domain>`,
  network: ({ name, uuid }) =>
    `<network><name>${name}</name><uuid>${uuid}</uuid><ip address='10.9.8.1' prefix='24'/></network>`,
  storagePool: ({ name, uuid, folder }) => `<pool type='dir'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  <target><path>${folder}</path></target>
</pool>`,
  storageVol: ({ name }) => `<volume><name>${name}</name><capacity unit='MiB'>1</capacity></volume>`,
  interface: ({ name }) => `<interface type='ethernet' name='${name}'><start mode='onboot'/></interface>`,
};

driverContract(driver, 'test:///default', {
  samples,
  domain: {
    refusals: {
      'create of a running domain': 'INTERNAL_ERROR',
      'create of a paused domain': 'INTERNAL_ERROR',
      'suspend of a paused domain': 'INTERNAL_ERROR',
      'suspend of an inactive domain': 'INTERNAL_ERROR',
      'resume of a running domain': 'INTERNAL_ERROR',
      'resume of an inactive domain': 'INTERNAL_ERROR',
      'shutdown of an inactive domain': 'INTERNAL_ERROR',
    },
  },
  exceptions: {
    'domain definition: autostart of a transient domain is refused': likeTheMock,
    'domain lifecycle: undefining a transient domain is refused': likeTheMock,
    'networks: stopping an inactive network is refused': likeTheMock,
  },
});

// A complete host is a hypervisor like others, so that little of it is exceptional: each of the 32 bits is a flag of the
// list of node devices.
driverContract(driver, 'test:///default?complete=1', {
  samples,
  lenientFlags: ['connectListAllNodeDevices'],
});
